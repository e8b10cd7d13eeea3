import { grants, rightSet, rightsIn, USAGE_RIGHTS } from './right';

test('a set of rights grants exactly the rights that it was made of, and lists them in the order of all rights', () => {
  const set = rightSet(['LENDING', 'STREAM']);
  expect(USAGE_RIGHTS.filter((right) => grants(set, right))).toEqual(['STREAM', 'LENDING']);
  expect(rightsIn(set)).toEqual(['STREAM', 'LENDING']);
  expect(rightsIn(rightSet([]))).toEqual([]);
});

test('a right that is named twice is granted once', () => {
  expect(rightsIn(rightSet(['DOWNLOAD', 'DOWNLOAD']))).toEqual(['DOWNLOAD']);
});

test('a right never changes its bit, because databases and signed requests contain the bits', () => {
  expect(USAGE_RIGHTS.map((right) => [right, rightSet([right])])).toEqual([
    ['STREAM', 1],
    ['DOWNLOAD', 2],
    ['SCHOOL_SERVER_COPY', 4],
    ['LMS_EMBEDDING', 8],
    ['EDITING', 16],
    ['HOME_USE', 32],
    ['LENDING', 64],
    ['PUBLIC_PERFORMANCE', 128],
  ]);
});
