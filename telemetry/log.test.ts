import { GraphQLError } from 'graphql';
import { QueryFailedError } from 'typeorm';
import { createLog } from './log';

const TOKEN = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJFcmlrYSJ9.c2lnbmF0dXJl';

function logged(write: (log: ReturnType<typeof createLog>) => void) {
  const lines: string[] = [];
  write(createLog('info', { write: (line: string) => void lines.push(line) }));
  return lines.map((line) => ({ line, entry: JSON.parse(line) }));
}

test.each<[string, object]>([
  ['a header', { headers: { authorization: 'Bearer Erika' } }],
  ['a setting', { SECRET: 'Erika' }],
  ['an API key in a header', { headers: { 'x-api-key': 'Erika', host: 'localhost' } }],
  ['a token one below', { caller: { token: 'Erika' } }],
  ['a bearer, however it is written', { text: 'BEARER Erika' }],
  ['a token of any name', { said: TOKEN }],
  ['a token in an error', { err: new Error(`not valid: ${TOKEN}`) }],
  ['a bearer in a text', { text: 'authorization: Bearer abc.Erika' }],
  ['the password of an address', { text: 'postgres://owner:Erika@host/db' }],
  ['the password of an address in an error', { err: new Error('connect postgres://owner:Erika@host/db') }],
])('%s is not in the log', (_what, entry) => {
  const [first] = logged((log) => log.info(entry, 'said'));
  expect(first?.line).not.toMatch(/Erika|eyJzdWIi/);
  expect(first?.line).toContain('[secret]');
});

test('what is logged is not altered, and what is no secret is told as it is', () => {
  const entry = { headers: { cookie: 'Erika', host: 'localhost' }, codes: ['FORBIDDEN'], none: null, kind: undefined };
  const [first] = logged((log) => log.child({ service: 'gateway', token: 'Erika' }).info(entry, 'said'));
  expect(entry.headers.cookie).toBe('Erika');
  expect(first?.entry).toMatchObject({
    headers: { cookie: '[secret]', host: 'localhost' },
    ...{ codes: ['FORBIDDEN'], none: null, service: 'gateway', token: '[secret]' },
  });
});

test('an error of the database is told with its SQL, its stack and its codes, and without the values', () => {
  const driverError = Object.assign(new Error('invalid input syntax for type bigint: "Erika"'), {
    code: '22P02',
    severity: 'ERROR',
    table: 'title',
    detail: 'Key (name)=(Erika) already exists.',
    where: "unnamed portal parameter $1 = 'Erika'",
    internalQuery: "select 'Erika'",
    hint: 'Erika',
  });
  const failed = new QueryFailedError('select t.id from licences.title t where t.id = $1', ['Erika'], driverError);
  const [first] = logged((log) => log.error({ err: new GraphQLError(failed.message, { originalError: failed }) }));
  expect(first?.line).not.toContain('Erika');
  const { err } = first?.entry ?? {};
  expect(err.stack).toContain('log.test.ts');
  expect(err.cause).toMatchObject({
    type: 'QueryFailedError',
    query: 'select t.id from licences.title t where t.id = $1',
    cause: { code: '22P02', severity: 'ERROR', table: 'title' },
  });
});

test('an error that quotes names of things and no values keeps its message', () => {
  const error = Object.assign(new Error('permission denied for table "entitlement"'), { code: '42501' });
  const [first] = logged((log) => log.error({ err: error }));
  expect(first?.entry.err.message).toBe('permission denied for table "entitlement"');
});
