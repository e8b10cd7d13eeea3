import type { GraphQLSchema } from 'graphql';
import { interfacesThatRequireMore } from './interface-requirements';
import type { Policies } from './policies';
import type { Requirements } from './requirements';

/**
 * Refuses a supergraph that lost its directives on the way, or whose directives this gateway cannot decide.
 *
 * @param schema the schema that clients see
 * @throws Error unless every field of Query and Mutation requires a caller, every policy is known and stands on a
 * field that has the arguments it decides by, and interfaces require what the types behind them do
 */
export function checkRequirements(requirements: Requirements, schema: GraphQLSchema, policies: Policies): void {
  const complaints = interfacesThatRequireMore(requirements, schema).map(
    (coordinate) =>
      `${coordinate} requires more than the types behind it, which fragments on them would not. Write it on these types.`,
  );
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    if (!root || requirements.has(root.name)) continue;
    for (const field of Object.keys(root.getFields())) {
      const coordinate = `${root.name}.${field}`;
      if (!requirements.has(coordinate))
        complaints.push(`${coordinate} is open to everybody: write @authenticated on it in its service.`);
    }
  }
  for (const [coordinate, requirement] of requirements) {
    const named = requirement.policies.flat(2);
    const unknown = named.filter((policy) => !policies[policy]);
    for (const policy of unknown)
      complaints.push(
        `${coordinate}: the gateway knows no policy “${policy}”. Write it in gateway/authorisation/policies.ts.`,
      );
    if (!coordinate.includes('.') && named.some((policy) => policies[policy]?.byArguments)) {
      complaints.push(
        `${coordinate}: a policy decides by the arguments of a field. Write it on the fields of this type.`,
      );
    }
  }
  if (complaints.length > 0) throw new Error(`The supergraph is refused.\n${complaints.join('\n')}`);
}
