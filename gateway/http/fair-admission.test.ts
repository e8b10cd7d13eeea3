/**
 * How one client affects others at the server. It uses raw sockets and counts what is admitted and held, never time.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { admission, type Client, client, head, inWork, MB, open, post, server, shed } from '../../test/raw-clients';
import { until } from '../../test/until';

describe('one connection', () => {
  test('has one request in work at a time, and its answers come in the order of its requests', async () => {
    await open();
    const attacker = client();
    attacker.send(['1', '2', '3'].map((body) => post('a', body)).join(''));
    await until('the first is in work', () => inWork.length === 1);
    await pause(50);
    expect(inWork.map(({ text }) => text)).toEqual(['1']);
    for (const text of ['1', '2', '3']) {
      await until(`${text} is in work`, () => inWork[0]?.text === text);
      expect(inWork).toHaveLength(1);
      inWork[0]?.answer({ data: text });
    }
    await until('all are answered', () => attacker.statuses.length === 3);
    expect([...attacker.text.matchAll(/"data":"(\d)"/g)].map(([, text]) => text)).toEqual(['1', '2', '3']);
  });

  test('that is new gets all its answers, however long the check of its token takes', async () => {
    const caller = { kind: 'lms', subject: 'a', scopes: [], bound: [] } as const;
    const authenticate = () => pause(20).then(() => caller);
    await open({ authenticate });
    const asking = client();
    asking.send(post('a', '1') + post('a', '2'));
    for (const text of ['1', '2']) {
      await until(`${text} is in work`, () => inWork[0]?.text === text);
      inWork[0]?.answer();
    }
    await until('both are answered', () => asking.statuses.length === 2);
  });

  test('that sends hundreds of requests ahead is cut off, and nobody else is turned away', async () => {
    await open();
    const attacker = client();
    attacker.send(post('a').repeat(500));
    await until('the attacker is cut', () => attacker.closed);
    const victim = client();
    victim.send(post('b'));
    await until('the victim is in work', () => inWork.some((one) => one.caller?.subject === 'b'));
    expect(inWork.length).toBeLessThanOrEqual(2);
    expect(shed).toEqual(['pipelining']);
  });
});

describe('nine hundred requests of one token at once', () => {
  test('leave places to others, whose requests are taken into work at once', async () => {
    await open({}, { atOnce: 144, waiting: 64 });
    const flood = Array.from({ length: 900 }, () => client());
    for (const one of flood) one.send(post('a'));
    await until(
      'the rest is refused',
      () => flood.filter(({ statuses }) => statuses[0] === 503).length === 900 - 16 - 64,
    );
    expect(inWork).toHaveLength(16);
    const victim = client();
    victim.send(post('b'));
    await until('the victim is in work', () => inWork.length === 17);
    inWork.find((one) => one.caller?.subject === 'b')?.answer();
    await until('the victim is answered', () => victim.statuses[0] === 200);
    expect(flood.find(({ statuses }) => statuses[0] === 503)?.text).toMatch(
      /retry-after: 1\r\n[\s\S]*"code":"SUBGRAPH_UNAVAILABLE","service":"gateway","retryAfter":1,"requestId":"[\w-]{36}"/,
    );
  });

  test('are refused: a few at once and the rest later, while other callers get their refusals at once', async () => {
    await open({}, { atOnce: 8, waiting: 0 });
    const flood = Array.from({ length: 200 }, () => client());
    for (const one of flood) one.send(post('a'));
    const refused = () => flood.filter(({ statuses }) => statuses[0] === 503).length;
    await until('all were refused', () => shed.length === 199);
    client().send(post('b'));
    await until('b has one in work', () => inWork.length === 2);
    const other = client();
    other.send(post('b'));
    await until('another one is refused at once', () => other.statuses[0] === 503);
    expect(refused()).toBeLessThan(199);
    await until('those that were to wait hear of it', () => refused() === 199);
  });

  test.each([429, 503])(
    'keep no place where they are refused with %s and the refusal is sent later',
    async (status) => {
      await open({}, { atOnce: 1_000 });
      const flood = Array.from({ length: 100 }, () => client());
      for (const one of flood) one.send(post('a'));
      await until('all are in work', () => inWork.length === 100);
      for (const one of [...inWork]) one.answer({ errors: [] }, status);
      await until('some have heard of it', () => flood.filter(({ statuses }) => statuses[0] === status).length >= 50);
      expect(admission.sizes.atOnce).toBe(0);
      expect(flood.filter(({ statuses }) => statuses[0] === status).length).toBeLessThan(100);
      await until('all have', () => flood.every(({ statuses }) => statuses[0] === status));
    },
  );

  test('are refused before their bodies have come', async () => {
    await open({}, { atOnce: 2, waiting: 0 });
    const first = client();
    first.send(post('a'));
    await until('one is in work', () => inWork.length === 1);
    const second = client();
    second.send(head('a', 100_000));
    await until('the second is refused', () => second.statuses[0] === 503);
    expect(admission.sizes.bodyBytes).toBe(2);
  });
});

describe('without a token, or with a bad one', () => {
  test('a bad token is refused before the body has come, and none of it is held', async () => {
    await open();
    const attacker = client();
    attacker.send(head('bad', 1_000_000));
    await until('it is refused', () => attacker.statuses[0] === 401);
    expect(admission.sizes.bodyBytes).toBe(0);
    attacker.send(`${' '.repeat(1_000_000)}${post('a')}`);
    await until('the next request of the connection is in work', () => inWork.length === 1);
  });

  test('a few refused bodies are read and dropped, and the connections of the others are closed', async () => {
    await open();
    const flood = Array.from({ length: 30 }, () => client());
    for (const one of flood) one.send(head('bad', 1_000_000));
    await until('all are refused', () => flood.every(({ statuses }) => statuses[0] === 401));
    await until('most are closed', () => flood.filter(({ closed }) => closed).length === 30 - 8);
    const going = flood.find(({ closed }) => !closed) as Client;
    going.send(`${' '.repeat(1_000_000)}${post('a')}`);
    await until('the next request of one that goes on is in work', () => inWork.length === 1);
  });

  test('a body of more than 8 KB is refused before it has come', async () => {
    await open();
    const attacker = client();
    attacker.send(head(null, 8 * 1024 + 1));
    await until('it is refused', () => attacker.statuses[0] === 413);
    expect(attacker.text).toContain('Body exceeds 8 KB. Send a token.');
    const chunked = client();
    chunked.send(
      `${head(null, 0).replace('content-length: 0', 'transfer-encoding: chunked')}2001\r\n${'x'.repeat(0x2001)}`,
    );
    await until('it is refused, too', () => chunked.statuses[0] === 413);
  });

  test('a thousand half bodies hold less than a megabyte, and callers with a token have all their places', async () => {
    await open();
    const flood = Array.from({ length: 400 }, () => client());
    for (const one of flood) one.send(`${head(null, 8_000)}{`);
    await until('the rest is refused', () => flood.filter(({ statuses }) => statuses[0] === 503).length > 300);
    expect(admission.sizes.bodyBytes).toBeLessThanOrEqual(MB);
    const victim = client();
    victim.send(post('b'));
    await until('the victim is in work', () => inWork.length === 1);
  });

  test('silent connections keep nobody out: the oldest is closed', async () => {
    await open({ connections: { total: 40, withoutToken: 20 } });
    const silent = Array.from({ length: 30 }, () => client());
    await until('the oldest are cut', () => silent.filter(({ closed }) => closed).length === 10);
    expect(silent.slice(0, 10).every(({ closed }) => closed)).toBe(true);
    const victim = client();
    victim.send(post('b'));
    await until('the victim is in work', () => inWork.length === 1);
    expect(server.connections).toBeLessThanOrEqual(40);
  });
});

test('the caller with the most connections loses one to a newcomer', async () => {
  await open({ connections: { total: 30, withoutToken: 10 } });
  const many: Client[] = [];
  for (let at = 0; at < 20; at += 1) {
    const one = client();
    many.push(one);
    one.send(post('a'));
    await until('it is in work', () => inWork.length === 1);
    inWork[0]?.answer();
    await until('it is answered', () => one.statuses.length === 1);
  }
  const victim = client();
  victim.send(post('b'));
  await until('the victim is in work', () => inWork[0]?.caller?.subject === 'b');
  await until('the oldest of the many is cut', () => many[0]?.closed === true);
  expect(many.filter(({ closed }) => closed)).toHaveLength(1);
});

test('a client that goes on after a hundred refusals is cut off at the next one', async () => {
  await open();
  const attacker = client();
  for (let at = 1; at <= 100 && !attacker.closed; at += 1) {
    attacker.send(post('bad'));
    await until('it is answered', () => attacker.statuses.length === at);
  }
  await until('it is closed', () => attacker.closed);
  expect(attacker.text.match(/connection: close/gi)).toHaveLength(1);
});
