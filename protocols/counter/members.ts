/**
 * `/r51/members`: the schools of a customer, each as a customer; the customer itself where it is a school or has
 * none.
 */
import type { Ask } from './ask';
import { type Customer, customerId, institutionId } from './customer';

interface Page {
  readonly schools: {
    readonly edges: readonly { readonly node: School }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

interface School {
  readonly id: string;
  readonly name: string;
  /** Asked for where the customer is a media centre. */
  readonly mediaCentre?: { readonly id: string } | null;
}

const MEMBERS = `query CounterMembers($filter: SchoolFilter, $after: String, $byMediaCentre: Boolean!) {
  schools(first: 200, after: $after, filter: $filter) {
    edges { node { id name mediaCentre @include(if: $byMediaCentre) { id } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Member {
  readonly Institution_Name: string;
  readonly Customer_ID: string;
  readonly Institution_ID: { readonly Proprietary: readonly string[] };
}

export async function membersOf(customer: Customer, ask: Ask, platform: string): Promise<Member[]> {
  const { level, id } = customer;
  const member = (one: Pick<Customer, 'level' | 'id' | 'name'>): Member => ({
    Institution_Name: one.name,
    Customer_ID: customerId(one),
    Institution_ID: institutionId(one, platform),
  });
  if (level === 'SCHOOL') return [member(customer)];
  const belongs = {
    AUTHORITY: () => true,
    MEDIA_CENTRE: ({ mediaCentre }: School) => mediaCentre?.id === id,
    STATE: (school: School) => school.id.startsWith(`${id}:`),
  }[level];
  const members: Member[] = [];
  const fixed = {
    filter: level === 'AUTHORITY' ? { authority: id } : null,
    byMediaCentre: level === 'MEDIA_CENTRE',
  };
  for (let after: string | null = null, more = true; more; ) {
    const { schools }: Page = await ask<Page>(MEMBERS, { ...fixed, after });
    for (const { node } of schools.edges) if (belongs(node)) members.push(member({ ...node, level: 'SCHOOL' }));
    ({ hasNextPage: more, endCursor: after } = schools.pageInfo);
  }
  return members.length > 0 ? members : [member(customer)];
}
