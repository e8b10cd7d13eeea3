/** How bodies and unread answers share the memory. */
import { setTimeout as pause } from 'node:timers/promises';
import { admission, type Client, client, head, inWork, MB, open, post, server, shed } from '../../test/raw-clients';
import { until } from '../../test/until';

describe('large bodies', () => {
  const large = (token: string) => post(token, '{}'.padEnd(64 * 1024 + 1));

  test('take places among the large operations before they are read: one for each subject, four in all', async () => {
    await open();
    for (const name of ['a', 'a', 'a', 'b', 'c', 'd', 'e']) client().send(large(name));
    await until('those that have no place wait', () => admission.sizes.largeWaiting === 3);
    expect(inWork.map(({ caller }) => caller?.subject).sort()).toEqual(['a', 'b', 'c', 'd']);
    const small = client();
    small.send(post('a', '{}'.padEnd(64 * 1024)));
    await until('a small one goes past', () => inWork.length === 5);
    inWork[0]?.answer();
    await until('the next has its turn', () => inWork.some(({ caller }) => caller?.subject === 'e'));
  });

  test('that find no room to wait are turned away', async () => {
    await open({}, { waiting: 1 });
    const flood = Array.from({ length: 4 }, () => client());
    for (const one of flood) one.send(large('a'));
    await until('two are refused', () => flood.filter(({ statuses }) => statuses[0] === 503).length === 2);
    expect(shed).toEqual(['large operations', 'large operations']);
    expect(admission.sizes).toMatchObject({ large: 5, largeWaiting: 1, atOnce: 0 });
  });
});

describe('bodies', () => {
  test('whose second half is missing hold at most half of the memory, and those of another caller are read', async () => {
    await open({}, { bodyBytes: 4 * MB });
    const flood = Array.from({ length: 20 }, () => client());
    for (const one of flood) one.send(head('a', MB - 1) + ' '.repeat(MB / 2));
    await until('the rest is refused', () => flood.filter(({ statuses }) => statuses[0] === 503).length === 18);
    expect(admission.sizes.bodyBytes).toBeLessThanOrEqual(2 * MB);
    expect(new Set(shed)).toEqual(new Set(['bodies']));
    const victim = client();
    victim.send(post('b', ' '.repeat(MB / 2)));
    await until('the victim is in work', () => inWork.length === 1);
  });

  test('whose client has left give their memory back', async () => {
    await open({}, { bodyBytes: 4 * MB });
    const leaving = client();
    leaving.send(`${head('a', MB)} `);
    await until('room is taken', () => admission.sizes.bodyBytes === MB);
    leaving.socket.destroy();
    await until('it is given back', () => admission.sizes.bodyBytes === 0);
    const whole = client();
    whole.send(post('a', ' '.repeat(MB)));
    await until('it is in work', () => inWork.length === 1);
    inWork[0]?.answer();
    await until('it is given back, too', () => admission.sizes.bodyBytes === 0);
  });

  test('in pieces of one byte are refused', async () => {
    await open();
    const attacker = client();
    attacker.send(head('a', 0).replace('content-length: 0', 'transfer-encoding: chunked') + '1\r\nx\r\n'.repeat(1_000));
    await until('it is refused', () => attacker.statuses[0] === 400);
    expect(attacker.text).toContain('pieces that are too small');
    expect(inWork).toEqual([]);
  });

  test('are asked for only when they will be read (expect: 100-continue)', async () => {
    await open();
    const bad = client();
    bad.send(head('bad', 10, 'expect: 100-continue\r\n'));
    await until('it is refused', () => bad.statuses.length === 1);
    expect(bad.statuses).toEqual([401]);
    const good = client();
    good.send(head('a', 2, 'expect: 100-continue\r\n'));
    await until('it is asked for', () => good.statuses[0] === 100);
    good.send('{}');
    await until('it is in work', () => inWork.length === 1);
  });
});

describe('answers that nobody reads', () => {
  const large = { data: 'x'.repeat(8 * MB) };

  /** Sends one request and reads nothing of its answer. */
  async function unreading(token: string): Promise<Client> {
    const reader = client();
    reader.socket.pause();
    reader.send(post(token));
    await until('it is in work', () => inWork.some((one) => one.caller?.subject === token));
    inWork.find((one) => one.caller?.subject === token)?.answer(large);
    return reader;
  }

  test('hold at most half of the memory for answers: the slowest of the same caller is cut off', async () => {
    await open({ unreadAnswers: { limitBytes: 40 * MB, patienceMs: 60_000 } });
    for (let at = 0; at < 6; at += 1) await unreading('a');
    await until('some are cut', () => shed.length === 4);
    expect(new Set(shed)).toEqual(new Set(['unread answers']));
    expect(server.unread.bytes).toBeLessThanOrEqual(20 * MB);
    const victim = await unreading('b');
    expect(server.unread.count).toBe(3);
    victim.socket.resume();
    await until('the victim has it all', () => victim.text.length > 8 * MB);
    expect(shed).toHaveLength(4);
  });

  test('keep their place until they are read, so their caller can send fewer requests', async () => {
    await open();
    const reader = await unreading('a');
    await pause(20);
    expect(admission.sizes.atOnce).toBe(1);
    reader.socket.resume();
    await until('the place is free', () => admission.sizes.atOnce === 0);
    expect(server.unread).toMatchObject({ count: 0, bytes: 0 });
  });

  test('are cut off where their reader takes too little for too long, even if it goes on reading single bytes', async () => {
    await open({ unreadAnswers: { limitBytes: 40 * MB, patienceMs: 200 } });
    const reader = await unreading('a');
    const reading = setInterval(() => reader.socket.read(1), 20);
    await until('it is cut', () => shed.length === 1);
    clearInterval(reading);
    expect(shed).toEqual(['slow reader']);
    expect(server.unread).toMatchObject({ count: 0, bytes: 0 });
    await until('the place is free', () => admission.sizes.atOnce === 0);
  });

  test('that are larger than all the memory for them are refused, and nobody else is cut', async () => {
    await open({ unreadAnswers: { limitBytes: 12 * MB, patienceMs: 60_000 } });
    const other = await unreading('b');
    await until('it waits', () => server.unread.count === 1);
    const reader = await unreading('a');
    reader.socket.resume();
    await until('it is refused', () => reader.statuses[0] === 503);
    expect(other.closed).toBe(false);
  });
});
