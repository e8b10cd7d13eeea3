import { ApolloGateway } from '@apollo/gateway';
import { type GraphQLSchema, getOperationAST, parse } from 'graphql';
import { Cancellation } from '../../request/cancellation';
import { STEPS_IN_A_TURN } from '../../request/turns';
import type { ErrorInPlaces } from '../errors/error-places';
import { type CompiledGateway, compiled } from './compiled';
import type { Executor, Incoming, Outcome } from './stock';
import { executableOf, executorOf } from './test-supergraphs/executor';
import { readSupergraphs, type TestSupergraph } from './test-supergraphs/supergraphs';

interface Question {
  readonly query: string;
  readonly variables: { readonly representations: readonly Record<string, unknown>[] } & Record<string, unknown>;
}
type Answers = Readonly<Record<string, (question: Question) => unknown>>;

const SUPERGRAPHS = readSupergraphs();
const CATALOGUE = graph('catalogue');

function graph(name: string): TestSupergraph {
  const found = SUPERGRAPHS.find((one) => one.name === name);
  if (!found) throw new Error(`there is no test supergraph ${name}`);
  return found;
}

interface Tried {
  readonly gateway: CompiledGateway;
  readonly stock: Executor;
  /** How often the stock executor made a plan or received one. */
  readonly plans: () => number;
  /** The questions to each subgraph. */
  readonly asked: { subgraph: string; question: Question }[];
  ask(query: string, variables?: Record<string, unknown>): Promise<Outcome>;
  askStock(query: string, variables?: Record<string, unknown>): Promise<Outcome>;
}

const begun: CompiledGateway[] = [];

afterEach(async () => {
  await Promise.all(begun.splice(0).map((gateway) => gateway.stop()));
});

async function gatewayOver(supergraph: string, answers: Answers): Promise<Tried> {
  const asked: Tried['asked'] = [];
  let inner: ApolloGateway | undefined;
  let plans = 0;
  const gateway = compiled(({ experimental_didResolveQueryPlan, cache }) => {
    inner = new ApolloGateway({
      experimental_didResolveQueryPlan(resolved) {
        plans += 1;
        experimental_didResolveQueryPlan(resolved);
      },
      supergraphSdl: supergraph,
      queryPlannerConfig: { cache },
      buildService: ({ name }) => ({
        async process({ request }) {
          const question = JSON.parse(JSON.stringify(request)) as Question;
          asked.push({ subgraph: name, question });
          return JSON.parse(JSON.stringify(answers[name]?.(question) ?? {}));
        },
      }),
    });
    return inner as never;
  });
  begun.push(gateway);
  const schema = await gateway.load();
  const stock = inner?.executor as Executor;
  const compiledExecutor = executorOf(gateway);
  return {
    gateway,
    stock,
    asked,
    plans: () => plans,
    ask: (query, variables) => compiledExecutor(incomingOf(schema, query, variables)),
    askStock: (query, variables) => stock(incomingOf(schema, query, variables)),
  };
}

function incomingOf(schema: GraphQLSchema, query: string, variables?: Record<string, unknown>): Incoming {
  const document = parse(query);
  const operation = getOperationAST(document);
  const asked = { document, queryHash: query, operation, schema };
  return { request: { query, variables }, ...asked, context: {}, metrics: {} } as never;
}

function executable(query: string) {
  const document = parse(query);
  return executableOf(document, getOperationAST(document) as NonNullable<ReturnType<typeof getOperationAST>>);
}

const TOP_SCORE = '{ top { id ... on Video { score } ... on Audio { score } } }';
const VIDEO: Answers = {
  titles: () => ({ data: { top: { __typename: 'Video', id: '1' } } }),
  reviews: () => ({ data: { _entities: [{ __typename: 'Video', score: 2.5 }] } }),
};

test('the stock executor plans an operation once and never executes it', async () => {
  const { ask, asked, gateway, plans } = await gatewayOver(CATALOGUE.supergraph, VIDEO);
  const answers = [await ask(TOP_SCORE), await ask(TOP_SCORE), await ask(TOP_SCORE)];
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set(['{"data":{"top":{"id":"1","score":2.5}}}']),
  );
  expect([...gateway.executions]).toEqual([['compiled', 3]]);
  expect({ plans: plans(), asked: asked.length }).toEqual({ plans: 1, asked: 6 });
});

test('an operation is planned without a question to any subgraph, and compiled from the first request on', async () => {
  const { ask, asked, gateway } = await gatewayOver(CATALOGUE.supergraph, VIDEO);
  const query = 'mutation Rate($input: ReviewInput!) { review(input: $input) { id } }';
  await gateway.plan(executable(query));
  expect(asked).toEqual([]);
  await ask(query, { input: { title: '1', rating: 'GOOD' } });
  expect([...gateway.executions]).toEqual([['compiled', 1]]);
  expect(asked.map(({ question }) => question.variables)).toEqual([{ input: { title: '1', rating: 'GOOD' } }]);
});

test('an operation that cannot be planned fails each time, and the next one is still planned', async () => {
  const { gateway } = await gatewayOver(CATALOGUE.supergraph, VIDEO);
  const bad = executable('{ nothing }');
  for (const _ of [1, 2]) await expect(gateway.plan(bad)).rejects.toThrow('nothing');
  expect(bad.planned).toBeUndefined();
  expect(await gateway.plan(executable(TOP_SCORE))).toBeDefined();
});

test('fifty requests for an operation that is not planned yet make one plan', async () => {
  const { gateway, plans } = await gatewayOver(CATALOGUE.supergraph, VIDEO);
  const one = executable(TOP_SCORE);
  const planned = await Promise.all(Array.from({ length: 50 }, () => gateway.plan(one)));
  expect([new Set(planned).size, plans(), one.planned]).toEqual([1, 1, planned[0]]);
});

test('introspection goes to the stock executor, which is counted and receives its plan', async () => {
  const { ask, gateway, plans } = await gatewayOver(CATALOGUE.supergraph, VIDEO);
  const query = '{ __type(name: "Kind") { name } }';
  const answers = [await ask(query), await ask(query)];
  expect(answers.map(({ data }) => JSON.stringify(data))).toEqual(Array(2).fill('{"__type":{"name":"Kind"}}'));
  expect([...gateway.executions]).toEqual([['introspection', 2]]);
  // Once to make the plan, and twice to receive it.
  expect(plans()).toBe(3);
});

const GRID = '{ grid { id ... on Video { score } } }';
const SAME_TWICE: Answers = {
  titles: () => ({
    data: {
      grid: [
        [
          { __typename: 'Text', id: '7' },
          { __typename: 'Video', id: '1' },
        ],
        [
          { __typename: 'Video', id: '2' },
          { __typename: 'Video', id: '1' },
        ],
      ],
    },
  }),
  reviews: ({ variables: { representations } }) => ({
    data: { _entities: representations.map(({ id }) => (id === '1' ? null : { __typename: 'Video', score: 4 })) },
    errors: representations.flatMap(({ id }, index) =>
      id === '1' ? [{ message: 'no', path: ['_entities', index, 'score'] }] : [],
    ),
  }),
};

describe('where an entity stands at several places', () => {
  test('its subgraph is asked for it once, and its error is reported at each of its places', async () => {
    const { ask, asked } = await gatewayOver(CATALOGUE.supergraph, SAME_TWICE);
    const { data, errors } = (await ask(GRID)) as { data: unknown; errors?: readonly ErrorInPlaces[] };
    expect(asked[1]?.question.variables.representations).toEqual([
      { __typename: 'Video', id: '1' },
      { __typename: 'Video', id: '2' },
    ]);
    expect(errors?.map(({ message, places }) => ({ message, places }))).toEqual([
      {
        message: 'no',
        places: {
          first: [
            ['grid', 0, 1, 'score'],
            ['grid', 1, 1, 'score'],
          ],
          more: 0,
        },
      },
    ]);
    expect(JSON.stringify(data)).toBe('{"grid":[[{"id":"7"},null],[{"id":"2","score":4},null]]}');
  });

  test('the stock executor asks for it at each place, and reports errors at wrong places where an entity was not asked for', async () => {
    const { askStock, asked } = await gatewayOver(CATALOGUE.supergraph, SAME_TWICE);
    const { errors } = await askStock(GRID);
    expect(asked[1]?.question.variables.representations).toHaveLength(3);
    expect(errors?.map(({ path }) => path)).toEqual([
      ['grid', 0, 0, 'score'],
      ['grid', 1, 0, 'score'],
    ]);
  });
});

describe('a long answer that is incomplete', () => {
  const ROWS = 60;
  const COLUMNS = 100;
  const grid = Array.from({ length: ROWS }, (_, row) =>
    Array.from({ length: COLUMNS }, (_, column) => ({
      __typename: 'Text',
      id: column === row ? null : `${row}.${column}`,
    })),
  );
  const LONG: Answers = { titles: () => ({ data: { grid } }) };

  test('is completed in turns with the same result as at once: null moves up as far as it must, and each place is reported', async () => {
    const { ask, askStock } = await gatewayOver(CATALOGUE.supergraph, LONG);
    await ask('{ grid { id } }');
    let turns = 0;
    const another = () => {
      turns += 1;
      others = setImmediate(another);
    };
    let others = setImmediate(another);
    const { data, errors } = (await ask('{ grid { id } }')) as { data: unknown; errors?: readonly ErrorInPlaces[] };
    clearImmediate(others);
    expect(turns).toBeGreaterThanOrEqual((ROWS * COLUMNS) / STEPS_IN_A_TURN);
    expect(JSON.stringify(data)).toBe(JSON.stringify((await askStock('{ grid { id } }')).data));
    expect(errors?.map(({ places: { first, more } }) => [first[1], first.length + more])).toEqual([
      [['grid', 1, 1, 'id'], ROWS],
    ]);
  });

  test('is not completed for a client that has left', async () => {
    const { gateway } = await gatewayOver(CATALOGUE.supergraph, LONG);
    const one = executable('{ grid { id } }');
    const planned = await gateway.plan(one);
    const signal = new Cancellation();
    setImmediate(() => signal.abort(new Error('left')));
    const outcome = await gateway.execute(planned, { request: {}, context: { signal } } as never);
    expect(outcome).toEqual({ errors: [expect.objectContaining({ message: 'left' })] });
  });
});

test('names that every object inherits may be aliases', async () => {
  const query = '{ __proto__: subjects { constructor: id __proto__: __typename toString: name } }';
  const answers: Answers = {
    subjects: () =>
      JSON.parse('{"data":{"__proto__":[{"__typename":"Subject","id":"1","constructor":"1","__proto__":"Subject"}]}}'),
    titles: () => JSON.parse('{"data":{"_entities":[{"__typename":"Subject","toString":"Ähre"}]}}'),
  };
  const { ask, gateway } = await gatewayOver(CATALOGUE.supergraph, answers);
  expect(JSON.stringify((await ask(query)).data)).toBe(
    '{"__proto__":[{"constructor":"1","__proto__":"Subject","toString":"Ähre"}]}',
  );
  expect(gateway.executions.get('compiled')).toBe(1);
});

test('fragments on Query apply even if a subgraph gives its root type another name', async () => {
  const answers = {
    ...VIDEO,
    titles: () => ({ data: { __typename: 'RootQuery', top: { __typename: 'Video', id: '1' } } }),
  };
  const { ask, askStock } = await gatewayOver(CATALOGUE.supergraph, answers);
  const query = '{ __typename ... on Query { top { id } } }';
  await ask(query);
  expect(JSON.stringify((await ask(query)).data)).toBe('{"__typename":"Query","top":{"id":"1"}}');
  expect(JSON.stringify((await askStock(query)).data)).toBe('{"__typename":"Query"}');
});

test.each(['String', 'Kind', 'Title', 'Video'])(
  'a subgraph that calls its root type %s still answers for the root',
  async (name) => {
    const answers = { ...VIDEO, titles: () => ({ data: { __typename: name, top: { __typename: 'Video', id: '1' } } }) };
    const { ask } = await gatewayOver(CATALOGUE.supergraph, answers);
    const answered = await Promise.all(
      ['{ top { id } }', '{ top { id } __typename }', '{ __typename ... on Query { top { id } } }'].map((query) =>
        ask(query),
      ),
    );
    expect(answered.map((answer) => JSON.stringify(answer))).toEqual([
      '{"data":{"top":{"id":"1"}}}',
      '{"data":{"top":{"id":"1"},"__typename":"Query"}}',
      '{"data":{"__typename":"Query","top":{"id":"1"}}}',
    ]);
  },
);
