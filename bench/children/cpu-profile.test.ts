import { summary } from './cpu-profile';

const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
  id,
  children,
  callFrame: { functionName, scriptId: '1', url, lineNumber: 11, columnNumber: 0 },
});

test('busy time is divided by function and by package', () => {
  const { busyMs, functions, withCalls, packages } = summary({
    nodes: [
      node(1, '(root)', ''),
      node(2, '(idle)', ''),
      node(3, 'verify', 'file:///somewhere/dist/gateway/claims.js', [4]),
      node(4, 'visit', '/somewhere/node_modules/graphql/language/visitor.js'),
      node(5, '(garbage collector)', ''),
    ],
    startTime: 0,
    endTime: 20_000,
    samples: [1, 2, 3, 4, 5, 3],
    timeDeltas: [100, 9_000, 3_000, 2_000, 1_000, 4_000],
  });
  expect(busyMs).toBe(10);
  expect(functions).toEqual([
    { place: 'verify ./gateway/claims.js:12', share: 0.7 },
    { place: 'visit graphql/language/visitor.js:12', share: 0.2 },
    { place: '(garbage collector)', share: 0.1 },
  ]);
  expect(withCalls).toEqual([{ place: 'verify ./gateway/claims.js:12', share: 0.9 }]);
  expect(packages.map(({ place }) => place)).toEqual(['./gateway', 'graphql', '(garbage collector)']);
});
