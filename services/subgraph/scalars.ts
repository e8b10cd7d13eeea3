import { GraphQLError, GraphQLScalarType, Kind, parse, type ScalarTypeDefinitionNode } from 'graphql';
import { size } from './size';

/** An instant. Out: RFC 3339 in UTC. In: RFC 3339 with a time zone; a date without a time is refused, for it names none. */
export const dateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant, RFC 3339 with a time zone: 2026-08-01T00:00:00+02:00.',
  serialize: (value) => (value as Date).toISOString(),
  parseValue: readInstant,
  parseLiteral: (node) => readInstant(node.kind === Kind.STRING ? node.value : null),
  astNode: parse(`scalar DateTime ${size({ maxLength: 40 })}`).definitions[0] as ScalarTypeDefinitionNode,
});

const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})$/;

function readInstant(value: unknown): Date {
  const instant = typeof value === 'string' && INSTANT.test(value) ? new Date(value) : null;
  if (!instant || Number.isNaN(instant.getTime())) {
    throw new GraphQLError(
      'This is no instant: write a date, a time and a time zone, such as 2026-08-01T00:00:00+02:00.',
      {
        extensions: { code: 'BAD_USER_INPUT' },
      },
    );
  }
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
