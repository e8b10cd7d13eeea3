/** How many things the arguments of a field name at once: titles to check, events to record, licences for holders. */
import {
  type GraphQLArgument,
  type GraphQLInputField,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';

interface Named {
  /** By argument: `titleIds`, `input.holders`. */
  readonly lists: readonly string[];
  /** Each item of one list is combined with each item of the others. */
  readonly count: number;
}

/**
 * Lists of ids and of input objects name things, and so do lists of texts that stand alone, such as numbers of
 * titles; lists of words in a filter do not.
 *
 * @returns null where no list names anything
 */
export function namedAtOnce(
  definitions: readonly (GraphQLArgument | GraphQLInputField)[],
  given: Readonly<Record<string, unknown>>,
  within = '',
): Named | null {
  const found: Named[] = [];
  for (const { name, type } of definitions) {
    const value = given[name];
    if (value == null) continue;
    const place = `${within}${name}`;
    const item = getNamedType(type);
    if (isListType(getNullableType(type))) {
      const count = (value as readonly unknown[]).length;
      const names = isInputObjectType(item) || item.name === 'ID' || (item.name === 'String' && within === '');
      if (names) found.push({ lists: [place], count });
    } else if (isInputObjectType(item)) {
      const inner = namedAtOnce(Object.values(item.getFields()), value as Record<string, unknown>, `${place}.`);
      if (inner) found.push(inner);
    }
  }
  if (found.length === 0) return null;
  return {
    lists: found.flatMap(({ lists }) => lists),
    count: found.reduce((product, { count }) => product * count, 1),
  };
}
