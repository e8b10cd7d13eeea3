/** The operations for all gateways, with a small, a medium and a large answer from the world of 5,500 schools. */
import type { Operation } from '../load/closed-loop';

export interface GatewayCase {
  readonly name: string;
  /** Names the subgraphs that answer it. */
  readonly way: string;
  /** The same operation for each token. */
  readonly operations: readonly Operation[];
  /** The lowest wanted ratios of our gateway to the stock one. */
  readonly targets: {
    readonly overHttp?: number;
    readonly watched?: number;
    readonly oneMachine?: number;
    readonly hiveRust?: number;
  };
}

const TITLE = 'id number name kind publisher subjects rights';
const WHOLE_TITLE = `${TITLE} description series keywords gradeFrom gradeUntil language ageRating year durationSeconds`;

/** @param number the number of a school in the reach of the tokens */
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

/** Returns the operation under a new name, so that no gateway knows it. */
export function neverSeen({ body, token }: Operation, number: number): Operation {
  const { query, variables } = JSON.parse(body as string);
  return { token, body: JSON.stringify({ query: query.replace('query', `query Cold${number}`), variables }) };
}
