import { GroupCommit } from './group-commit';

interface Written {
  readonly ids: readonly string[];
  done(): void;
  fail(error: unknown): void;
}

const written: Written[] = [];
const DATA = new Error('about data');
const made = (maxConcurrentGroups = 1) =>
  new GroupCommit<ReturnType<typeof batch>, string>({
    maxGroupSize: 10,
    maxConcurrentGroups,
    minConcurrentSize: 3,
    isBatchError: (error) => error === DATA,
    write: (group) =>
      new Promise((resolve, fail) => {
        const ids = group.flatMap((one) => [...one.ids]);
        written.push({ ids, done: () => resolve(ids.join()), fail });
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
  ids: new Set(name.split(' ')),
  isWanted: () => !gone.has(name),
});
/** Commits the batches, and returns the answer to each so far. */
function commitAll(...batches: ReturnType<typeof batch>[]) {
  const answers: (string | null)[] = batches.map(() => null);
  batches.forEach((one, at) => {
    commits.commit(one).then(
      (result) => (answers[at] = result),
      (error) => (answers[at] = error.message),
    );
  });
  return answers;
}
const settled = () => new Promise(setImmediate);
const groups = () => written.map(({ ids }) => ids.join());

test('the first batch is written at once, and those that arrive meanwhile are written together after it', async () => {
  const answers = commitAll(batch('a'), batch('b'), batch('c'));
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
  commitAll(batch('a'), batch('b', 1, 'itslearning'), batch('c', 1, 'itslearning'), batch('d'));
  expect(groups()).toEqual(['a', 'b']);
  for (const { done } of written) done();
  await settled();
  expect(groups()).toEqual(['a', 'b', 'd', 'c']);
});

test('no more go together than may, and one that is too large goes alone', async () => {
  commitAll(batch('a'), batch('b', 6), batch('c', 6), batch('d', 4), batch('e', 20));
  for (const at of [0, 1, 2, 3]) {
    written[at]?.done();
    await settled();
  }
  expect(groups()).toEqual(['a', 'b,d', 'c', 'e']);
});

test('batches with a common id are written one after the other', async () => {
  commitAll(batch('a'), batch('b c'), batch('c d'), batch('e'));
  written[0]?.done();
  await settled();
  written[1]?.done();
  await settled();
  expect(groups()).toEqual(['a', 'b,c,e', 'c,d']);
});

test('an error about data is reported for the batch with that data', async () => {
  const answers = commitAll(batch('a'), batch('b'), batch('c'));
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

test('another error is reported for all, and later batches are written', async () => {
  const answers = commitAll(batch('a'), batch('b'), batch('c'));
  written[0]?.done();
  await settled();
  written[1]?.fail(new Error('no database'));
  await settled();
  expect(answers).toEqual(['a', 'no database', 'no database']);
  commitAll(batch('d'));
  expect(groups()).toEqual(['a', 'b,c', 'd']);
});

test('a batch that nobody waits for is not written', async () => {
  const answers = commitAll(batch('a'), batch('b'), batch('c'));
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

  test('it begins as soon as enough waits, and no third one begins', async () => {
    commitAll(batch('a'), batch('b'), batch('c'));
    expect(groups()).toEqual(['a']);
    commitAll(batch('d'));
    expect(groups()).toEqual(['a', 'b,c,d']);
    commitAll(batch('e', 5), batch('f', 5));
    expect(groups()).toEqual(['a', 'b,c,d']);
    written[1]?.done();
    await settled();
    expect(groups()).toEqual(['a', 'b,c,d', 'e,f']);
  });

  test('what is too little waits until nothing is being written', async () => {
    const answers = commitAll(batch('a'), batch('b', 3), batch('c', 2));
    written[1]?.done();
    await settled();
    expect(groups()).toEqual(['a', 'b']);
    written[0]?.done();
    await settled();
    expect(groups()).toEqual(['a', 'b', 'c']);
    written[2]?.done();
    await settled();
    expect(answers).toEqual(['a', 'b', 'c']);
    commitAll(batch('d'));
    expect(groups()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('what has something in common with what is being written waits for it', async () => {
    commitAll(batch('a'), batch('a b', 3), batch('c', 3), batch('c d', 3));
    expect(groups()).toEqual(['a', 'c']);
    written[1]?.done();
    await settled();
    expect(groups()).toEqual(['a', 'c', 'c,d']);
    written[0]?.done();
    await settled();
    expect(groups()).toEqual(['a', 'c', 'c,d', 'a,b']);
  });
});
