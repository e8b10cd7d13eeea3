import { GraphQLScalarType, Kind, parse, type ScalarTypeDefinitionNode } from 'graphql';
import { badUserInput } from '../../../request/client-errors';
import { NO_INSTANT, readInstant } from '../../../request/values/scalars';
import { size } from './size';

/**
 * An instant. Output: RFC 3339 in UTC. Input: RFC 3339 with a time zone; a date without a time is refused, because it
 * is no instant.
 */
export const dateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant, RFC 3339 with a time zone: 2026-08-01T00:00:00+02:00.',
  serialize: (value) => (value as Date).toISOString(),
  parseValue: parseInstant,
  parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : null),
  astNode: parse(`scalar DateTime ${size({ maxLength: 40 })}`).definitions[0] as ScalarTypeDefinitionNode,
});

function parseInstant(value: unknown): Date {
  const instant = readInstant(value);
  if (!instant) throw badUserInput(NO_INSTANT);
  return instant;
}

/** Text that one subgraph makes and another one reads; no client sees it. */
export const timelineScalar = new GraphQLScalarType<string, string>({
  name: 'EntitlementTimeline',
  description: 'The entitlements of a school with their history, as one subgraph tells another.',
  serialize: String,
  parseValue: String,
  astNode: parse('scalar EntitlementTimeline @inaccessible').definitions[0] as ScalarTypeDefinitionNode,
});
