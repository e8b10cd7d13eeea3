import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Directive, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { holds } from '../../../access/period';
import { organisationKey } from '../../../caller/caller';
import { DEFAULT_STATE, requireOrganisationId } from '../../../request/values/organisation-id';
import type { SubgraphContext } from '../../subgraph/context';
import {
  checkPageSize,
  decodeCursor,
  listFingerprint,
  PageArguments,
  pageOf,
  SIZE_OF_PAGE,
} from '../../subgraph/schema/connection';
import { timelineScalar } from '../../subgraph/schema/scalars';
import { SIZE_OF_ID } from '../../subgraph/schema/size';
import { allowedSchools } from '../authorisation/allowed';
import { District, MediaCentre, SchoolAuthority } from '../organisation/organisation';
import { authorityLoader, districtLoader, organisationLoader } from '../organisation/organisation-loaders';
import { School } from './school';
import { SchoolConnection } from './school-list-types';
import { countUnderLoader, pageUnderLoader, schoolAsAskedFor, schoolWithTimelineLoader } from './school-loader';

@Resolver(() => School)
export class SchoolResolver {
  @Query(() => School, {
    nullable: true,
    description:
      'A school in the caller’s reach, by its official number, alone or with its state: 199007, NW:199007, NW_199007, DE-NW-199007. Any other one is FORBIDDEN, whether it exists or not.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["schools:read"]])')
  @Directive('@policy(policies: [["school-in-reach"]])')
  school(
    @Ctx() context: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
    @Directive(SIZE_OF_ID)
    @Arg('state', () => String, {
      defaultValue: DEFAULT_STATE,
      description: 'The state of a number without one, as its ISO 3166-2 code without DE-.',
    })
    state: string,
    @Directive(SIZE_OF_ID)
    @Arg('number', () => String, { description: 'The official number within the state, or with it.' })
    number: string,
  ): School | Promise<School> {
    return schoolAsAskedFor(requireOrganisationId('number', 'SCHOOL', number, state), context, info);
  }

  @FieldResolver(() => SchoolAuthority, { description: 'Its authority (Schulträger) now.' })
  authority(@Root() school: School, @Ctx() context: SubgraphContext): Promise<SchoolAuthority> {
    return authorityLoader(context).load(organisationOf(school, 'AUTHORITY') as string);
  }

  @FieldResolver(() => District, { description: 'The district (Kreis or kreisfreie Stadt) that it lies in now.' })
  district(@Root() school: School, @Ctx() context: SubgraphContext): Promise<District> {
    return districtLoader(context).load(organisationOf(school, 'DISTRICT') as string);
  }

  @FieldResolver(() => MediaCentre, { nullable: true, description: 'The media centre that serves it now.' })
  async mediaCentre(@Root() school: School, @Ctx() context: SubgraphContext): Promise<MediaCentre | null> {
    const key = organisationOf(school, 'MEDIA_CENTRE');
    return key ? organisationLoader(context).load(key) : null;
  }

  @FieldResolver(() => Boolean, { description: 'Whether it is in operation now.' })
  inOperation(@Root() school: School, @Ctx() { now }: SubgraphContext): boolean {
    return holds(school.operating, now);
  }

  /** What the licences service needs to decide about this school, at any instant. Clients cannot see it. */
  @FieldResolver(() => timelineScalar)
  @Directive('@inaccessible')
  timeline(@Root() { id, timeline }: Readonly<School>, @Ctx() context: SubgraphContext): string | Promise<string> {
    return timeline ?? readTimeline(context, id);
  }
}

async function readTimeline(context: SubgraphContext, id: string): Promise<string> {
  return (await schoolWithTimelineLoader(context).load(id)).timeline;
}

@Resolver(() => SchoolAuthority)
export class AuthorityResolver {
  @Query(() => SchoolAuthority, {
    nullable: true,
    description:
      'A school authority (Schulträger), by its official number, alone or with its state: 10182, NW:10182, NW_10182, DE-NW-10182.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["schools:read"]])')
  @Directive('@policy(policies: [["authority-in-reach"]])')
  schoolAuthority(
    @Ctx() context: SubgraphContext,
    @Directive(SIZE_OF_ID)
    @Arg('state', () => String, {
      defaultValue: DEFAULT_STATE,
      description: 'The state of a number without one, as its ISO 3166-2 code without DE-.',
    })
    state: string,
    @Directive(SIZE_OF_ID)
    @Arg('number', () => String, { description: 'The official number within the state, or with it.' })
    number: string,
  ): Promise<SchoolAuthority> {
    return authorityLoader(context).load(
      organisationKey('AUTHORITY', requireOrganisationId('number', 'AUTHORITY', number, state)),
    );
  }

  @FieldResolver(() => SchoolConnection, { description: 'Its schools in the caller’s reach, by number.' })
  @Directive('@cost(weight: 10)')
  @Directive(SIZE_OF_PAGE)
  async schools(
    @Root() authority: SchoolAuthority,
    @Ctx() context: SubgraphContext,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): Promise<SchoolConnection> {
    checkPageSize(first);
    const fingerprint = listFingerprint('schools', authority.key);
    const position = after ? (decodeCursor(fingerprint, after, 1)[0] as string) : null;
    const schools = await pageUnderLoader(context).load({ organisation: authority.key, first, after: position });
    const allowed = allowedSchools(context.caller, 'school.read', schools);
    const { edges, pageInfo } = pageOf(schools, first, after, fingerprint, (school) => [school.number]);
    return {
      edges: edges.filter(({ node }) => allowed.has(node.id)),
      pageInfo,
      count: () => countUnderLoader(context).load(authority.key),
    };
  }
}

function organisationOf(school: School, level: string): string | undefined {
  return school.organisations.find((key) => key.startsWith(`${level}:`));
}
