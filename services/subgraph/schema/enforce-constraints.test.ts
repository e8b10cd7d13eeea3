import 'reflect-metadata';
import {
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import { CALLER_KINDS, SCOPES_OF_KIND } from '../../../caller/caller';
import { loadServiceDefinition } from '../../../commands/service-definitions';
import { SERVICES } from '../../../database/roles';
import {
  argumentCoordinate,
  type Constraint,
  type Constraints,
  readConstraints,
} from '../../../request/values/constraints';
import { makeSubgraphSchema } from './schema';

const context = {
  caller: { kind: 'operator', subject: '', scopes: CALLER_KINDS.flatMap((kind) => SCOPES_OF_KIND[kind]), bound: [] },
};

interface Mistake {
  readonly place: string;
  readonly args: object;
  readonly resolve: (args: object) => unknown;
}

/** What is wrong with one value of a scalar; all of it, each by itself. */
type Wrong = (scalar: string, constraint: Constraint) => readonly unknown[];

const TOO_LARGE: Wrong = (_, { maxLength, maxWords }) => [
  ...(maxLength === undefined ? [] : ['x'.repeat(maxLength + 1)]),
  ...(maxWords === undefined ? [] : ['x '.repeat(maxWords + 1)]),
];
const NO_TEXT: Wrong = (scalar) => (scalar === 'ID' || scalar === 'String' ? ['\0', '\ud83c'] : []);

/** Values that are wrong at one place each, for everything that the service is sent. */
function mistakes(
  type: GraphQLInputType,
  coordinate: string,
  constraints: Constraints,
  wrong: Wrong,
): readonly unknown[] {
  const constraint = { ...constraints.get(getNamedType(type).name), ...constraints.get(coordinate) };
  const nullable = isNonNullType(type) ? type.ofType : type;
  const named = getNamedType(nullable);
  const inner = isInputObjectType(named)
    ? Object.values(named.getFields()).flatMap((field) =>
        mistakes(field.type, `${named.name}.${field.name}`, constraints, wrong).map((value) => ({
          [field.name]: value,
        })),
      )
    : wrong(named.name, constraint);
  if (!isListType(nullable)) return inner;
  const { maxItems } = constraint;
  const tooMany = wrong === TOO_LARGE && maxItems !== undefined ? [Array(maxItems + 1).fill({})] : [];
  return [...inner.map((value) => [value]), ...tooMany];
}

async function everyMistake(wrong: Wrong): Promise<Mistake[]> {
  const found: Mistake[] = [];
  for (const service of SERVICES) {
    const { sdl, schema } = await makeSubgraphSchema(await loadServiceDefinition(service));
    const constraints = readConstraints(parse(sdl));
    for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
      for (const field of Object.values(type.getFields())) {
        for (const argument of field.args) {
          const place = argumentCoordinate(`${type.name}.${field.name}`, argument);
          for (const value of mistakes(argument.type, place, constraints, wrong)) {
            const resolve = (args: object) =>
              (field.resolve as (...given: unknown[]) => unknown)({}, args, context, {});
            found.push({ place: `${service}: ${place}`, args: { [argument.name]: value }, resolve });
          }
        }
      }
    }
  }
  return found;
}

/** What is said before the remedy: `titles(filter.subjects): 51 items (maximum 50)`. */
function refusalOf({ args, resolve }: Mistake): string {
  try {
    resolve(args);
    return 'no refusal';
  } catch (error) {
    return (error as Error).message.replace(/\. Send .*/, '');
  }
}

test('a service refuses by itself whatever is larger than its schema states, before a resolver sees it', async () => {
  const found = await everyMistake(TOO_LARGE);
  const refusals = found.map((mistake) => `${mistake.place.split('.')[0]}.${refusalOf(mistake)}`);
  expect([...new Set(refusals)].sort()).toMatchSnapshot();
});

test('a service refuses by itself what PostgreSQL cannot hold or would hold as something else', async () => {
  const found = await everyMistake(NO_TEXT);
  const taken = found.filter((mistake) => !/: Text contains (a NUL|an unpaired)/.test(refusalOf(mistake)));
  expect(taken.map(({ place }) => place)).toEqual([]);
  expect(found.length).toBeGreaterThan(80);
});
