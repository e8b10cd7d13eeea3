/**
 * The supergraph of tests is committed in composed form, because composing takes half a second in each of some thirty
 * test files.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { composeTestSupergraph } from './compose';
import { SUPERGRAPH } from './start';
import { LICENCES, SCHOOLS, USAGE } from './subgraphs';

test('the committed supergraph matches the subgraphs; otherwise it is written again, to be committed', () => {
  const subgraphs = { schools: SCHOOLS, licences: LICENCES, usage: USAGE };
  const composed = composeTestSupergraph(Object.entries(subgraphs).map(([name, { sdl }]) => ({ name, sdl })));
  const kept = existsSync(SUPERGRAPH) ? readFileSync(SUPERGRAPH, 'utf8') : '';
  if (kept !== composed) writeFileSync(SUPERGRAPH, composed);
  expect(kept).toBe(composed);
});
