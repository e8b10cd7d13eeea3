/** Notices by mail: each subscriber gets each deadline once, whatever fails meanwhile. Uses a real mail server on this machine. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { DataSource } from 'typeorm';
import { connect } from '../../../database/connection';
import type { Transact } from '../../../database/queryable';
import { codesOf } from '../../../test/system';
import { ask, data, database, inDays, MAIL, world } from '../../../test/worklist-world';
import { Session } from '../../subgraph/database/session';
import { collectNotices } from './collect-notices';
import { deliverNotices, smtpSender } from './deliver-notices';
import { NOTICES } from './notice-upkeep';

interface Received {
  readonly to: readonly string[];
  readonly text: string;
}

let received: Received[];
/** Whether the server accepts mails. */
let takes: boolean;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, done) {
    const parts: Buffer[] = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => {
      if (!takes) return done(Object.assign(new Error('Not now, nobody@mail.example'), { responseCode: 451 }));
      received.push({
        to: session.envelope.rcptTo.map(({ address }) => address),
        text: decoded(Buffer.concat(parts).toString()),
      });
      return done();
    });
  },
});

let source: DataSource;
const warnings: object[] = [];
const log = { warn: (what: object) => void warnings.push(what) };
const transact: Transact = (work) => new Session(source, NOTICES).write(work);
let send: ReturnType<typeof smtpSender>;

beforeAll(async () => {
  source = await connect(database.urlOf('schools'), { poolSize: 4, applicationName: 'notices' });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.server.address() as AddressInfo;
  send = smtpSender({ ...MAIL, url: `smtp://127.0.0.1:${port}` });
});
afterAll(async () => {
  await new Promise<void>((closed) => server.close(closed));
  await source?.destroy();
});
beforeEach(async () => {
  await database.reset();
  received = [];
  takes = true;
  warnings.length = 0;
});

const PAGE = 'https://lizenzen.example/worklists';
const collect = (now = Date.now()) => collectNotices(source, transact, now, () => false, PAGE);
const deliver = () => deliverNotices(transact, send, log);
const DAY = 86_400_000;

const FIELDS = 'id subject address lists within failingSince organisation { name }';
const SUBSCRIBE = `mutation ($input: SubscribeToNoticesInput!) { subscribeToNotices(input: $input) { ${FIELDS} } }`;
const subscribe = async (who: string, input: object = {}) =>
  (await data(who, SUBSCRIBE, { input: { address: 'anna@mail.example', ...input } })).subscribeToNotices;
const subscriptions = async (who: string) =>
  (await data(who, `{ noticeSubscriptions { ${FIELDS} } }`)).noticeSubscriptions;
const unsubscribe = (who: string, ids: readonly string[]) =>
  ask(who, 'mutation ($ids: [ID!]!) { unsubscribeFromNotices(ids: $ids) }', { ids });

test('a subscriber is notified of each deadline once, in German, and on a later day of what is new', async () => {
  await subscribe('Stadt A', { within: 40, lists: ['EXPIRING', 'STARTING'] });
  expect(await collect()).toBe(1);
  expect(await deliver()).toBe(1);
  expect(received.map(({ to }) => to)).toEqual([['anna@mail.example']]);
  const [{ text } = { text: '' }] = received;
  expect(text).toMatch(/^From: Lizenzen <lizenzen@stadt\.example>$/m);
  expect(text).toMatch(/^Subject: Freischalter: 4 neue Fristen \(Stadt A\)$/m);
  expect(text).toMatch(
    /Es endet am\n {2}\d\d\.\d\d\.\d{4} {2}Lizenz A kurz „Lizenz A kurz“\n {14}Stadt A \(2 Schulen\)\n/,
  );
  expect(text).toMatch(/Lizenz A „Lizenz A“\n {14}Schule A1 \(1 Schule\)/);
  expect(text).toMatch(/^Alle Fristen zeigen die Arbeitslisten:\nhttps:\/\/lizenzen\.example\/worklists$/m);
  expect(text).not.toMatch(/Stadt B|Schule B1/);

  expect(await collect()).toBe(0);
  expect(await collect(Date.now() + DAY)).toBe(0);
  await database.query('update schools.entitlement set valid = tstzrange(lower(valid), $2) where id = $1', [
    world.entitlement('A1 endet'),
    inDays(33),
  ]);
  expect(await collect(Date.now() + 2 * DAY)).toBe(1);
  expect(await deliver()).toBe(1);
  expect(received[1]?.text).toMatch(/1 neue Frist/);
  expect(received[1]?.text).toMatch(/Schule A1/);
});

test('long names are folded, so that no line is wider than mail programs show', async () => {
  await database.query(
    "update schools.organisation set name = repeat('Städtische Gesamtschule ', 10) || 'A' where name = 'Stadt A'",
  );
  await subscribe('Stadt A');
  await collect();
  await deliver();
  const body = (received[0]?.text ?? '').split('\n\n').slice(1).join('\n\n');
  expect(body).toContain('Städtische Gesamtschule A');
  expect(body.split('\n').filter((line) => line.length > 76)).toEqual([]);
});

test('several processes at once send each notice once', async () => {
  await subscribe('Stadt A');
  await subscribe('Stadt B', { address: 'bernd@mail.example' });
  expect((await Promise.all([collect(), collect(), collect()])).reduce((sum, made) => sum + made)).toBe(2);
  expect((await Promise.all([deliver(), deliver(), deliver()])).reduce((sum, sent) => sum + sent)).toBe(2);
  expect(received.map(({ to }) => to[0]).sort()).toEqual(['anna@mail.example', 'bernd@mail.example']);
});

test('a refused mail is sent again later, with the same Message-ID, and stops no other mail', async () => {
  await subscribe('Stadt A');
  await collect();
  takes = false;
  expect(await deliver()).toBe(0);
  expect((await subscriptions('Stadt A'))[0].failingSince).not.toBeNull();
  expect(JSON.stringify(warnings)).not.toMatch(/mail\.example/);
  takes = true;
  expect(await deliver()).toBe(0);
  await database.query("update schools.notice_mail set next_attempt_at = now() - interval '1 second'");
  const [mail] = await database.query<{ id: string }>('select id from schools.notice_mail');
  expect(await deliver()).toBe(1);
  expect(received[0]?.text).toContain(`Message-ID: <${mail?.id}@stadt.example>`);
  expect((await subscriptions('Stadt A'))[0].failingSince).toBeNull();
  expect(await database.query('select 1 from schools.notice_mail')).toEqual([]);
});

test('a server that cannot be reached is treated as one that refuses', async () => {
  await subscribe('Stadt A');
  await collect();
  expect(await deliverNotices(transact, smtpSender({ ...MAIL, url: 'smtp://127.0.0.1:1' }), log)).toBe(0);
  expect(warnings).toMatchObject([{ code: 'ESOCKET' }]);
});

test('a mail is given up after a week', async () => {
  await subscribe('Stadt A');
  await collect();
  await database.query("update schools.notice_mail set created_at = now() - interval '8 days'");
  expect(await deliver()).toBe(0);
  expect(warnings).toEqual([{ mails: 1 }]);
});

test('deadlines that colleagues snoozed are not in a mail', async () => {
  await subscribe('Stadt B');
  const rows = ['B1 endet', 'Zentrum endet'].map((name) => ({ id: world.entitlement(name) }));
  const input = { list: 'EXPIRING', rows, snoozedUntil: inDays(3) };
  await data('Stadt B', 'mutation ($input: NoteWorklistInput!) { noteWorklist(input: $input) { applied } }', { input });
  expect(await collect()).toBe(0);
});

test('names from files cannot begin a line or a header', async () => {
  await database.query(
    "update schools.organisation set name = E'Stadt A\\r\\nBcc: x@mail.example' where name = 'Stadt A'",
  );
  await subscribe('Stadt A');
  await collect();
  await deliver();
  expect(received.map(({ to }) => to)).toEqual([['anna@mail.example']]);
  expect(received[0]?.text).not.toMatch(/^Bcc/m);
});

describe('subscriptions', () => {
  test('a repeated subscription replaces the first; colleagues see it, and others do not', async () => {
    await subscribe('Stadt A: Anna');
    await subscribe('Stadt A: Anna', { address: 'neu@mail.example', lists: ['STARTING'], within: 7 });
    await subscribe('Stadt A: Bernd', { address: 'bernd@mail.example' });
    expect(await subscriptions('Stadt A: Clara')).toMatchObject([
      {
        subject: 'Anna',
        address: 'neu@mail.example',
        lists: ['STARTING'],
        within: 7,
        organisation: { name: 'Stadt A' },
      },
      { subject: 'Bernd' },
    ]);
    for (const who of ['Stadt B', 'Zentrum', 'operator']) expect(await subscriptions(who)).toEqual([]);
  });

  test('a colleague may end one, and nothing of it remains; others are refused as if it did not exist', async () => {
    const { id } = await subscribe('Stadt A: Anna');
    await collect();
    for (const ids of [[id], ['999999'], ['x']])
      expect(codesOf(await unsubscribe('Stadt B', ids))).toEqual(['FORBIDDEN']);
    expect(codesOf(await unsubscribe('operator', [id]))).toEqual(['FORBIDDEN']);
    expect(codesOf(await unsubscribe('Stadt A: Bernd', [id, '999999']))).toEqual(['FORBIDDEN']);
    expect((await unsubscribe('Stadt A: Bernd', [id])).data).toEqual({ unsubscribeFromNotices: 1 });
    for (const table of ['notice_subscription', 'notice', 'notice_mail'])
      expect(await database.query(`select 1 from schools.${table}`)).toEqual([]);
  });

  test.each([
    [
      'for a foreign organisation',
      () => ({ organisation: { level: 'AUTHORITY', id: world.organisation('Stadt B') } }),
      'FORBIDDEN',
    ],
    ['with a text that is not an address', () => ({ address: 'a@b, c@d' }), 'BAD_USER_INPUT'],
    ['with a line break in the address', () => ({ address: 'a@b\r\nBcc: c@d' }), 'BAD_USER_INPUT'],
    ['to no list', () => ({ lists: [] }), 'BAD_USER_INPUT'],
    ['for 367 days', () => ({ within: 367 }), 'BAD_USER_INPUT'],
  ])('%s are refused', async (_, input, code) => {
    const answer = await ask('Stadt A', SUBSCRIBE, { input: { address: 'anna@mail.example', ...input() } });
    expect(codesOf(answer)).toEqual([code]);
    expect(await database.query('select 1 from schools.notice_subscription')).toEqual([]);
  });
});

function decoded(mail: string): string {
  const end = mail.indexOf('\r\n\r\n');
  const [head, body] = [mail.slice(0, end), mail.slice(end + 4)];
  const text = /quoted-printable/i.test(head)
    ? Buffer.from(
        body
          .replace(/=\r\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      ).toString()
    : /base64/i.test(head)
      ? Buffer.from(body, 'base64').toString()
      : body;
  return `${head}\n\n${text}`.replace(/\r\n/g, '\n');
}
