import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { licencesDefinition } from '../licences/service';
import { schoolsDefinition } from '../schools/service';
import { makeSubgraphSchema } from '../subgraph/schema';
import { usageDefinition } from './service';
test('compose', async () => {
  const list = [];
  for (const [name, d] of Object.entries({ schools: schoolsDefinition, licences: licencesDefinition, usage: usageDefinition })) list.push({ name, url: 'http://x', typeDefs: parse((await makeSubgraphSchema(d)).sdl) });
  const r = composeServices(list);
  expect(r.errors?.map((e) => e.message)).toBeUndefined();
  console.log(r.hints?.map((h) => h.message.slice(0, 200)).join('\n'));
});
