/** The supergraph of tests is kept composed: each of some thirty files that start it would take half a second to compose it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { composeTestSupergraph } from './compose';
import { SUPERGRAPH } from './start';
import { LICENCES, SCHOOLS, USAGE } from './subgraphs';

test('the kept supergraph is that of the subgraphs; else it is written anew, to be committed', () => {
  const subgraphs = { schools: SCHOOLS, licences: LICENCES, usage: USAGE };
  const composed = composeTestSupergraph(Object.entries(subgraphs).map(([name, { sdl }]) => ({ name, sdl })));
  const kept = existsSync(SUPERGRAPH) ? readFileSync(SUPERGRAPH, 'utf8') : '';
  if (kept !== composed) writeFileSync(SUPERGRAPH, composed);
  expect(kept).toBe(composed);
});
