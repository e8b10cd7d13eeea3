/** All requests of a caller of city B for what is city A's, which the gateway alone refuses. */
import { CHANGES } from './foreign-changes';
import { type Attempt, number, world } from './foreign-world';

export const THROUGH_THE_DOOR: Attempt[] = [
  {
    name: 'a school by its number',
    service: 'schools',
    by: 'lms',
    query: 'query ($n: String!) { school(number: $n) { name } }',
    variables: () => ({ n: number('Schule A') }),
  },
  {
    name: 'an authority by its number',
    service: 'schools',
    by: 'reporting',
    query: 'query ($n: String!) { schoolAuthority(number: $n) { name schools { edges { node { name } } } } }',
    variables: () => ({ n: number('Stadt A') }),
  },
  {
    name: 'an entitlement by its id',
    service: 'schools',
    by: 'licensing',
    query: 'query ($id: ID!) { entitlement(id: $id) { level holder { name } } }',
    variables: () => ({ id: world.entitlement('Freischaltung A') }),
  },
  {
    name: 'the entitlements that apply to a school',
    service: 'schools',
    by: 'licensing',
    query:
      'query ($id: ID!) { entitlements(filter: { school: $id }) { totalCount edges { node { holder { name } } } } }',
    variables: () => ({ id: world.organisation('Schule A') }),
  },
  {
    name: 'the entitlements that an authority holds',
    service: 'schools',
    by: 'licensing',
    query:
      'query ($id: ID!) { entitlements(filter: { holder: { level: AUTHORITY, id: $id } }) { totalCount edges { node { holder { name } } } } }',
    variables: () => ({ id: world.organisation('Stadt A') }),
    hidden: { data: { entitlements: { totalCount: 0, edges: [] } } },
  },
  {
    name: 'a school group',
    service: 'schools',
    by: 'licensing',
    query: 'query ($id: ID!) { schoolGroup(id: $id) { name members { totalCount } } }',
    variables: () => ({ id: world.organisation('Gruppe A') }),
  },
  ...CHANGES,
];
