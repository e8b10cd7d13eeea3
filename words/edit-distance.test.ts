import { editDistance } from './edit-distance';

test.each([
  ['wald', 'wald', 0],
  ['refomation', 'reformation', 1],
  ['eichhörnschen', 'eichhörnchen', 1],
  ['karnewal', 'karneval', 1],
  ['amphibein', 'amphibien', 1],
  ['atmosfären', 'atmosphären', 2],
  ['wald', 'welt', 2],
  ['', 'wald', 4],
])('%s and %s differ in %d', (one, other, letters) => {
  expect(editDistance(one, other)).toBe(letters);
  expect(editDistance(other, one)).toBe(letters);
});
