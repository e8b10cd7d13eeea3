/** What all gateways are asked: a small, a medium and a large answer out of the 5,500-school world. */
import type { Operation } from '../load/load';

export interface GatewayCase {
  readonly name: string;
  /** Which subgraphs it goes through. */
  readonly way: string;
  /** The same for each token. */
  readonly operations: readonly Operation[];
  /** What ours is to reach at the least, as a ratio to stock. */
  readonly targets: {
    readonly overHttp?: number;
    readonly watched?: number;
    readonly oneMachine?: number;
    readonly hiveRust?: number;
  };
}

const TITLE = 'id number name kind publisher subjects rights';
const WHOLE_TITLE = `${TITLE} description series keywords gradeFrom gradeUntil language ageRating year durationSeconds`;

/** @param number a school's that the tokens reach */
export function gatewayCases(number: string, tokens: readonly string[]): GatewayCase[] {
  const school = (selection: string): Operation[] => {
    const query = `query ($number: String!) { school(number: $number) { id name ${selection} } }`;
    const body = JSON.stringify({ query, variables: { number } });
    return tokens.map((token) => ({ token, body }));
  };
  return [
    {
      name: 'small',
      way: 'schools',
      operations: school('number inOperation authority { id name } district { id name numberPlates }'),
      targets: {},
    },
    {
      name: 'medium',
      way: 'schools → licences → schools',
      operations: school(
        `licensedTitles(first: 10) { edges { node { ${TITLE} } entitlement { id validFrom } level validUntil } pageInfo { hasNextPage endCursor } }`,
      ),
      targets: { overHttp: 6.5, oneMachine: 12, hiveRust: 2.5, watched: 5 },
    },
    {
      name: 'large',
      way: 'schools → licences → schools → licences',
      operations: school(
        `licensedTitles(first: 60) { edges { cursor node { ${WHOLE_TITLE} } entitlement { id validFrom validUntil rights holder { id name } licence { id number name } } level rights validUntil } pageInfo { hasNextPage endCursor } }`,
      ),
      targets: { overHttp: 6, oneMachine: 9 },
    },
  ];
}

/** The same operation as one that was never seen before: its name is new. */
export function neverSeen({ body, token }: Operation, number: number): Operation {
  const { query, variables } = JSON.parse(body as string);
  return { token, body: JSON.stringify({ query: query.replace('query', `query Cold${number}`), variables }) };
}
