/**
 * The services decide by their tables of permissions (services/<service>/authorisation/permissions.ts). This test
 * disables each row in turn. Each field of the row is then refused, also to an operator, so its resolver asks the
 * table. A service with a field that no row names does not start.
 */
import { SERVICES } from '../database/roles';
import type { Permission } from '../services/subgraph/authorisation/permissions';
import { makeSubgraphSchema } from '../services/subgraph/schema/schema';
import { HOW } from './asked-permissions';
import { ask, DEFINITIONS } from './asked-permissions/world';

async function without<Result>(row: Permission, work: () => Promise<Result>): Promise<Result> {
  const { may } = row;
  const open = row as { may: Permission['may'] };
  open.may = {};
  try {
    return await work();
  } finally {
    open.may = may;
  }
}

describe.each(SERVICES)('in the %s service', (service) => {
  const { permissions } = DEFINITIONS[service];
  const rows = Object.entries(permissions).flatMap(([action, { fields }]) => fields.map((field) => [action, field]));

  test.each(rows)('%s is required for %s', async (action, field) => {
    const asked = HOW[service][`${action} ${field}`];
    if (!asked) throw new Error(`Say in this test how ${field} is asked for, and what it answers without ${action}.`);
    const query = asked.query();
    const variables = asked.variables?.() ?? {};
    const caller = asked.caller?.();
    const row = permissions[action as string] as Permission;
    const refused = await without(row, () => ask(service, query, variables, caller));
    if (asked.denied === undefined) expect(refused.codes).toEqual(['FORBIDDEN']);
    else expect(refused).toEqual({ data: asked.denied, codes: [] });
    const allowed = await ask(service, query, variables, caller);
    expect(allowed.codes).not.toContain('FORBIDDEN');
    expect(allowed).not.toEqual(refused);
  });

  test('it does not start while the table lacks a field or an entity, or names one that does not exist', async () => {
    const [[action, row]] = Object.entries(permissions) as [[string, Permission], ...[string, Permission][]];
    const [left, ...others] = row.fields as [string, ...string[]];
    const changed = { ...row, fields: [...others, 'School.secret'] };
    const definition = { ...DEFINITIONS[service], permissions: { ...permissions, [action]: changed } };
    await expect(makeSubgraphSchema(definition)).rejects.toThrow(
      `no row names ${left}; there is no field School.secret with a resolver`,
    );
  });
});
