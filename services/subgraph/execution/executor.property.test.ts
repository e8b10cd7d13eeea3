/** Questions of chance to fields that answer by chance: the executor answers as graphql-js does. */
import fc from 'fast-check';
import {
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLUnionType,
  getNamedType,
  isLeafType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import { chance, compareBoth, REPRESENTATIONS, schema } from '../../../test/compare-with-graphql-js';

/** A selection made of numbers: of a type's fields, some of them behind fragments, aliases and flags. */
function selectionOf(typeName: string, seed: number, depth: number): string {
  const type = schema.getType(typeName) as GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType;
  const possible = isObjectType(type) ? [] : schema.getPossibleTypes(type).map(({ name }) => name);
  const fields = isUnionType(type)
    ? []
    : Object.values(type.getFields()).filter(({ name }) => name !== '_service' && name !== '_entities');
  const parts: string[] = [];
  for (let at = 0; at < 1 + (chance(seed, `${depth} many`) % 5); at += 1) {
    const number = chance(seed, `${typeName} ${depth} ${at} ${parts.length}`);
    const flag = ['', '', '', '@include(if: $a)', '@skip(if: $b)'][number % 5];
    const into = possible[number % (possible.length + 2)];
    const picked = fields[(number >> 3) % fields.length];
    if (into) parts.push(`... on ${into} ${flag} ${selectionOf(into, number, depth - 1)}`);
    else if (!picked) parts.push('__typename');
    else {
      const inner = getNamedType(picked.type);
      if (isLeafType(inner)) parts.push(`${picked.name} ${flag}`);
      else if (depth > 0)
        parts.push(
          `${number & 1 ? `other${picked.name}: ` : ''}${picked.name} ${flag} ${selectionOf(inner.name, number, depth - 1)}`,
        );
    }
  }
  return `{ ${parts.join(' ') || '__typename'} }`;
}

test('whatever is asked, and whatever goes wrong', async () => {
  let runs = 0;
  const seed = fc.integer({ min: 1, max: 2 ** 30 });
  const questions = fc.tuple(seed, seed, fc.boolean(), fc.boolean(), fc.constantFrom('Query', 'Film'));
  await fc.assert(
    fc.asyncProperty(questions, async ([text, behaviour, a, b, type]) => {
      const used = `used: __typename @skip(if: $a) @include(if: $b) ${selectionOf(type, text, 4).slice(1)}`;
      const query =
        type === 'Query'
          ? `query ($a: Boolean!, $b: Boolean!) { ${used}`
          : `query ($a: Boolean!, $b: Boolean!, $r: [_Any!]!) { _entities(representations: $r) { ... on Film { ${used} } }`;
      fc.pre(validate(schema, parse(query)).length === 0);
      runs += 1;
      await compareBoth({ query, variables: { a, b, ...REPRESENTATIONS } }, behaviour);
    }),
    { numRuns: 300 },
  );
  expect(runs).toBeGreaterThanOrEqual(300);
});
