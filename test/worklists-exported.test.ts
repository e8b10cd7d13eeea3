/** Worklists as files: the rows of the list, all of them, and no cell is a formula. */
import { data, database, system, tokenOfStaff, world } from './worklist-world';

const NODE = 'id due licence { name } entitlement { holder { name } }';
const LIST = `query ($first: Int, $after: String) { deadlines(list: EXPIRING, first: $first, after: $after) {
  edges { node { ${NODE} } } pageInfo { hasNextPage endCursor } } }`;

async function exported(form: 'csv' | 'ndjson'): Promise<string> {
  const response = await fetch(`${system.url}/export.${form}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOfStaff('Zentrum')}` },
    body: JSON.stringify({ query: LIST, variables: { first: 1 } }),
  });
  return Buffer.from(await response.arrayBuffer()).toString();
}

test('the rows of the file are those of the list', async () => {
  const { deadlines } = await data('Zentrum', LIST, { first: 50 });
  const rows = (await exported('ndjson'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows).toEqual(
    deadlines.edges.map(({ node }: any) => ({
      id: node.id,
      due: node.due,
      'licence.name': node.licence.name,
      'entitlement.holder.name': node.entitlement.holder.name,
    })),
  );
  expect(rows.length).toBeGreaterThan(3);
});

test('the name of a licence is never a formula in a table', async () => {
  await database.query("update licences.contract set name = '=1+1' where licence_id = $1", [world.licence('Lizenz B')]);
  const text = await exported('csv');
  expect(text).toContain(",'=1+1,");
  expect(text).not.toContain(',=1+1');
});
