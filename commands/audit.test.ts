/** The commands that verify the chains of the audit trail, whole and broken, and that erase a person. */
import { database, tamper } from '../test/audit-world';
import { runWithin } from '../test/command';
import { TEST_SECRET } from '../test/database';
import { audit } from './audit/audit-command';

async function run(...words: string[]) {
  const settings = { DATABASE_URL: database.ownerUrl, SECRET: TEST_SECRET };
  const { code, output, errors } = await runWithin(audit, words, settings);
  return { code, output: output.trim(), errors: errors.trim() };
}

const headsIn = (output: string) => [...output.matchAll(/^ {2}head (\w{64})$/gm)].map(([, head]) => head as string);

test('both chains are verified, their heads are printed, and heads printed earlier are found again', async () => {
  const first = await run('verify');
  expect(first).toMatchObject({ code: 0, errors: '' });
  expect(first.output).toMatch(/^schools: \d+ changes with \d+ entries, the last of 20/);
  expect(first.output).toMatch(/^licences: \d+ changes/m);
  const heads = headsIn(first.output);
  expect(heads).toHaveLength(2);
  await database.query('update schools.entitlement set revoked_at = now()');
  const later = await run('verify', ...heads.flatMap((head) => ['--head', head]));
  expect(later).toMatchObject({ code: 0, errors: '' });
  expect(later.output).toMatch(new RegExp(`holds the head ${heads[0]} as link (\\d+) of \\d+`));
  expect(headsIn(later.output)).not.toEqual(heads);
});

test('the head of a chain without changes is the beginning of every chain', async () => {
  expect(await run('verify', '--head', '0'.repeat(64))).toMatchObject({ code: 0, errors: '' });
});

test('a broken chain is reported, with exit code 1', async () => {
  await tamper('delete from licences.audit_entry where id = (select max(id) from licences.audit_entry)');
  const { code, output, errors } = await run('verify');
  expect(code).toBe(1);
  expect(headsIn(output)).toHaveLength(2);
  expect(errors).toMatch(
    /^The audit trail is not what was written:\n {2}licences: Change \d+ \(link \d+, [\dTZ:.-]+\) or its entries are not/,
  );
});

test('a head that is in no chain is reported, with exit code 1', async () => {
  const head = 'ab'.repeat(32);
  expect(await run('verify', '--head', head)).toMatchObject({
    code: 1,
    errors: expect.stringContaining(`The head ${head} is in no chain: what led to it was cut off or rewritten.`),
  });
});

test('a person is erased once, and the chains stay whole', async () => {
  const heads = headsIn((await run('verify')).output);
  expect(await run('erase', 'Max Muster')).toEqual({
    code: 0,
    output: 'Erased “Max Muster”: 1 in audit trails, 0 in rows of other tables, 0 rows of that person alone.',
    errors: '',
  });
  expect(await run('erase', 'Max Muster')).toMatchObject({
    code: 1,
    errors: expect.stringContaining('Nobody is known'),
  });
  expect(await run('verify', ...heads.flatMap((head) => ['--head', head]))).toMatchObject({ code: 0, errors: '' });
});

test.each([
  [[], 'Write npm run audit -- verify or erase.'],
  [['verify', 'all'], 'Write npm run audit -- verify or erase.'],
  [['verify', '--head', 'x'], '--head: “x” is not a head'],
  [['erase'], 'Give the name to erase'],
  [['erase', 'a', 'b'], 'Write npm run audit'],
])('%p is refused with the remedy', async (words, complaint) => {
  expect(await run(...words)).toMatchObject({ code: 1, output: '', errors: expect.stringContaining(complaint) });
});
