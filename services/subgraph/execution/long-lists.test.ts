/** Long lists are completed in turns: work is counted, and no time. */
import { buildSubgraphSchema } from '@apollo/subgraph';
import DataLoader from 'dataloader';
import { GraphQLError, parse } from 'graphql';
import { Cancellation } from '../../../request/cancellation';
import { STEPS_IN_A_TURN, Turns } from '../../../request/turns';
import { createExecutor } from './executor';

const ITEMS = 5_000;

interface Context {
  readonly loader: DataLoader<number, number>;
  /** The turn of the process in which each call came. */
  readonly calls: number[];
}

let turn = 0;
let others: NodeJS.Immediate;
beforeAll(() => {
  const another = () => {
    turn += 1;
    others = setImmediate(another);
  };
  others = setImmediate(another);
});
afterAll(() => clearImmediate(others));

const call = <Value>(make: (item: Item, context: Context) => Value) => {
  return (item: Item, _given: unknown, context: Context): Value => {
    context.calls.push(turn);
    return make(item, context);
  };
};

interface Item {
  readonly at: number;
}

const items = Array.from({ length: ITEMS }, (_, at): Item => ({ at }));
const schema = buildSubgraphSchema({
  typeDefs: parse(`
    type Query { items: [Item!]! promised: [Item!]! others: Int }
    type Item { at: Int! now: Int! soon: Int! loaded: Int! twice: Int! fails: Int item: Item! never: Int! }
  `),
  resolvers: {
    Query: {
      items: () => items,
      promised: () => items.map(async (item) => item),
      others: call((_, { loader }) => loader.load(-1)),
    },
    Item: {
      now: call(({ at }) => at),
      soon: call(async ({ at }) => at),
      loaded: call(({ at }, { loader }) => loader.load(at)),
      twice: call(async ({ at }, { loader }) => loader.load(ITEMS + (await loader.load(at)))),
      item: call((item) => item),
      fails: call(() => {
        throw new GraphQLError('no');
      }),
      never: call(async ({ at }) => {
        if (at === 7) throw new GraphQLError('not this one');
        return at;
      }),
    },
  },
} as never);
const execute = createExecutor(schema);

async function run(query: string, turns = new Turns(), variables = {}) {
  const batches: number[] = [];
  const calls: number[] = [];
  const loader = new DataLoader<number, number>(
    async (keys) => {
      batches.push(keys.length);
      return keys;
    },
    { batchScheduleFn: (send) => turns.whenIdle(send) },
  );
  const first = turn;
  const { data, errors } = await execute({ query, variables }, { loader, calls }, turns);
  return { data: data as any, errors, batches, calls, turns: turn - first };
}

/** The most calls that came in one turn of the process. */
function mostInATurn(calls: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const at of calls) counts.set(at, (counts.get(at) ?? 0) + 1);
  return Math.max(...counts.values());
}

test.each([
  ['at once', '{ items { now } }'],
  ['soon', '{ items { soon } }'],
  ['of a batch', '{ items { loaded } }'],
  ['of a batch of what another batch brought', '{ items { twice } }'],
  ['within objects', '{ items { item { item { now } } } }'],
  ['of a list of promises', '{ promised { now } }'],
  [
    'with more flags than are worth keeping',
    'query ($a: Boolean! $b: Boolean! $c: Boolean! $d: Boolean! $e: Boolean!) { items { now at @skip(if: $a) b: at @skip(if: $b) c: at @skip(if: $c) d: at @skip(if: $d) e: at @skip(if: $e) } }',
  ],
  ['with a name that objects have', '{ items { __proto__: now } }'],
])('others have their turns while five thousand values come %s', async (_, query) => {
  const { data, errors, calls, turns } = await run(query, undefined, { a: true, b: true, c: true, d: true, e: true });
  expect(errors).toBeUndefined();
  expect((data.items ?? data.promised).length).toBe(ITEMS);
  expect(calls.length).toBeGreaterThanOrEqual(ITEMS);
  expect(mostInATurn(calls)).toBeLessThanOrEqual(STEPS_IN_A_TURN);
  expect(turns).toBeGreaterThanOrEqual(ITEMS / STEPS_IN_A_TURN);
});

test('the answer is the same, in the same order', async () => {
  const { data } = await run('{ items { at soon item { loaded } __proto__: now } }');
  const expected = items.map(({ at }) => `{"at":${at},"soon":${at},"item":{"loaded":${at}},"__proto__":${at}}`);
  expect(JSON.stringify(data.items)).toBe(`[${expected.join()}]`);
});

test('a batch holds what the whole list asks for, and what stands beside the list', async () => {
  const { data, batches } = await run('{ items { loaded } others }');
  expect(batches).toEqual([ITEMS + 1]);
  expect(data.others).toBe(-1);
  expect((await run('{ items { twice } }')).batches).toEqual([ITEMS, ITEMS]);
});

test('each of five thousand that fail is told', async () => {
  const { data, errors } = await run('{ items { fails } }');
  expect(errors).toHaveLength(ITEMS);
  expect(errors?.[ITEMS - 1]?.path).toEqual(['items', ITEMS - 1, 'fails']);
  expect(data.items[5]).toEqual({ fails: null });
});

test('one that fails at the beginning of a long list makes null of it, and ends nothing else', async () => {
  const { data, errors } = await run('{ items { never } }');
  expect(data).toBeNull();
  expect(errors).toEqual([expect.objectContaining({ message: 'not this one', path: ['items', 7, 'never'] })]);
});

test.each([
  ['its calls', '{ items { now } }'],
  ['what a batch brought', '{ items { loaded } }'],
  ['its failures', '{ items { fails } }'],
])('a list that nobody waits for any more stops in the midst of %s', async (_, query) => {
  const signal = new Cancellation();
  const calls: number[] = [];
  const turns = new Turns(signal);
  const loader = new DataLoader<number, number>(async (keys) => keys, {
    batchScheduleFn: (send) => turns.whenIdle(send),
  });
  const answer = execute({ query }, { loader, calls }, turns);
  setImmediate(() => setImmediate(() => signal.abort(new Error('left'))));
  await expect(answer).rejects.toThrow('left');
  expect(calls.length).toBeLessThanOrEqual(4 * STEPS_IN_A_TURN);
});
