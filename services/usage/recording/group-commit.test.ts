import { GroupCommit } from './group-commit';

interface Written {
  readonly names: readonly string[];
  done(): void;
  fail(error: unknown): void;
}

const written: Written[] = [];
const DATA = new Error('about data');
const made = (mostAtOnce = 1) =>
  new GroupCommit<ReturnType<typeof batch>, string>({
    mostTogether: 10,
    mostAtOnce,
    enough: 3,
    mayBeOfOne: (error) => error === DATA,
    write: (group) =>
      new Promise((resolve, fail) => {
        const names = group.flatMap((one) => [...one.names]);
        written.push({ names, done: () => resolve(names.join()), fail });
      }),
  });
let commits = made();
beforeEach(() => {
  written.length = 0;
  gone.clear();
  commits = made();
});

const gone = new Set<string>();
const batch = (name: string, size = 1, sender = 'moodle') => ({
  sender,
  size,
  names: new Set(name.split(' ')),
  isWanted: () => !gone.has(name),
});
/** What has been told of each by now. */
function told(...batches: ReturnType<typeof batch>[]) {
  const told: (string | null)[] = batches.map(() => null);
  batches.forEach((one, at) => {
    commits.commit(one).then(
      (result) => (told[at] = result),
      (error) => (told[at] = error.message),
    );
  });
  return told;
}
const settled = () => new Promise(setImmediate);
const groups = () => written.map(({ names }) => names.join());

test('the first is written at once, and what comes meanwhile together after it', async () => {
  const answers = told(batch('a'), batch('b'), batch('c'));
  expect(groups()).toEqual(['a']);
  written[0]?.done();
  await settled();
  expect(groups()).toEqual(['a', 'b,c']);
  expect(answers).toEqual(['a', null, null]);
  written[1]?.done();
  await settled();
  expect(answers).toEqual(['a', 'b,c', 'b,c']);
});

test('senders neither wait for each other nor go together', async () => {
  told(batch('a'), batch('b', 1, 'itslearning'), batch('c', 1, 'itslearning'), batch('d'));
  expect(groups()).toEqual(['a', 'b']);
  for (const { done } of written) done();
  await settled();
  expect(groups()).toEqual(['a', 'b', 'd', 'c']);
});

test('no more go together than may, and one that is too large goes alone', async () => {
  told(batch('a'), batch('b', 6), batch('c', 6), batch('d', 4), batch('e', 20));
  for (const at of [0, 1, 2, 3]) {
    written[at]?.done();
    await settled();
  }
  expect(groups()).toEqual(['a', 'b,d', 'c', 'e']);
});

test('what two have in common is written once after the other', async () => {
  told(batch('a'), batch('b c'), batch('c d'), batch('e'));
  written[0]?.done();
  await settled();
  written[1]?.done();
  await settled();
  expect(groups()).toEqual(['a', 'b,c,e', 'c,d']);
});

test('an error about data is told to whose data it is', async () => {
  const answers = told(batch('a'), batch('b'), batch('c'));
  written[0]?.done();
  await settled();
  written[1]?.fail(DATA);
  await settled();
  written[2]?.fail(DATA);
  await settled();
  written[3]?.done();
  await settled();
  expect(groups()).toEqual(['a', 'b,c', 'b', 'c']);
  expect(answers).toEqual(['a', 'about data', 'c']);
});

test('another error is told to all, and what comes later is written', async () => {
  const answers = told(batch('a'), batch('b'), batch('c'));
  written[0]?.done();
  await settled();
  written[1]?.fail(new Error('no database'));
  await settled();
  expect(answers).toEqual(['a', 'no database', 'no database']);
  told(batch('d'));
  expect(groups()).toEqual(['a', 'b,c', 'd']);
});

test('what nobody waits for any more is not begun', async () => {
  const answers = told(batch('a'), batch('b'), batch('c'));
  for (const name of ['a', 'b']) gone.add(name);
  written[0]?.done();
  await settled();
  expect(groups()).toEqual(['a', 'c']);
  expect(answers).toEqual(['a', 'nobody waits any more', null]);
});

describe('where a group may begin while another one is being written', () => {
  beforeEach(() => {
    commits = made(2);
  });

  test('it does as soon as enough waits, and no third one does', async () => {
    told(batch('a'), batch('b'), batch('c'));
    expect(groups()).toEqual(['a']);
    told(batch('d'));
    expect(groups()).toEqual(['a', 'b,c,d']);
    told(batch('e', 5), batch('f', 5));
    expect(groups()).toEqual(['a', 'b,c,d']);
    written[1]?.done();
    await settled();
    expect(groups()).toEqual(['a', 'b,c,d', 'e,f']);
  });

  test('what is too little waits until nothing is being written', async () => {
    const answers = told(batch('a'), batch('b', 3), batch('c', 2));
    written[1]?.done();
    await settled();
    expect(groups()).toEqual(['a', 'b']);
    written[0]?.done();
    await settled();
    expect(groups()).toEqual(['a', 'b', 'c']);
    written[2]?.done();
    await settled();
    expect(answers).toEqual(['a', 'b', 'c']);
    told(batch('d'));
    expect(groups()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('what has something in common with what is being written waits for it', async () => {
    told(batch('a'), batch('a b', 3), batch('c', 3), batch('c d', 3));
    expect(groups()).toEqual(['a', 'c']);
    written[1]?.done();
    await settled();
    expect(groups()).toEqual(['a', 'c', 'c,d']);
    written[0]?.done();
    await settled();
    expect(groups()).toEqual(['a', 'c', 'c,d', 'a,b']);
  });
});
