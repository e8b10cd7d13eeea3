import { Ctx, Directive, Field, FieldResolver, Int, ObjectType, Query, Resolver, registerEnumType } from 'type-graphql';
import { CALLER_KINDS } from '../../../caller/caller';
import type { SubgraphContext } from '../../subgraph/context';
import { Organisation } from '../../subgraph/organisation/organisation';
import { size } from '../../subgraph/schema/size';
import { allowedOrganisations, requireSelf } from '../authorisation/allowed';
import { countSchoolsInReach, findOrganisations } from './organisation-queries';

const CallerKindEnum = Object.fromEntries(CALLER_KINDS.map((kind) => [kind.toUpperCase(), kind]));
registerEnumType(CallerKindEnum, {
  name: 'CallerKind',
  description: 'What kind of caller it is.',
  valuesConfig: {
    LMS: { description: 'A learning platform: it asks what its schools may use, and records uses.' },
    LICENSING: { description: 'Staff of a media centre or an authority: they assign and revoke licences.' },
    REPORTING: { description: 'A dashboard: it reads usage.' },
    OPERATOR: { description: 'Whoever runs this installation.' },
  },
});

@ObjectType({ description: 'What the token makes of the one who asks.' })
export class Me {
  @Field(() => CallerKindEnum, {
    description: 'What kind of caller it is: decides what it may be bound to, and which scopes it may have.',
  })
  kind!: string;

  @Field(() => String, {
    description: 'The name of the caller, as its token gives it; for an API key the id of the key.',
  })
  subject!: string;

  @Directive(size({ maxItems: 20, maxLength: 40 }))
  @Field(() => [String], { description: 'What it may do, such as titles:read.' })
  scopes!: readonly string[];
}

@Resolver(() => Me)
export class MeResolver {
  @Query(() => Me, { description: 'Who the caller is, and what it is bound to.' })
  @Directive('@authenticated')
  me(@Ctx() { caller }: SubgraphContext): Me {
    requireSelf(caller);
    return { kind: caller.kind, subject: caller.subject, scopes: caller.scopes };
  }

  @FieldResolver(() => [Organisation], {
    description: 'The organisations that the token is bound to; none for an operator.',
  })
  async organisations(@Ctx() { caller, session }: SubgraphContext): Promise<Organisation[]> {
    if (caller.bound.length === 0) return [];
    const [found, allowed] = await Promise.all([
      findOrganisations(session, caller.bound),
      allowedOrganisations(session, caller, 'organisation.read', caller.bound),
    ]);
    return found.filter(({ key }) => allowed.has(key));
  }

  @FieldResolver(() => Int, { description: 'How many schools are in its reach now.' })
  @Directive('@cost(weight: 50)')
  schoolCount(@Ctx() { caller, session }: SubgraphContext): Promise<number> {
    return countSchoolsInReach(session, caller);
  }
}
