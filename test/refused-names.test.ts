/** A call that names many things says which of them it was refused for: foreign ones and such as do not exist, in the same words. */
import { FORBIDDEN, id, newGroup, owner, refused, world } from './school-groups-world';

const UNKNOWN = '999999999';

test('licences that are to be assigned', async () => {
  const query = `mutation ($ids: [ID!]!, $group: ID!) { assignEntitlements(input: { licenceIds: $ids,
    holders: [{ level: SCHOOL_GROUP, id: $group }] }) { applied } }`;
  const group = await newGroup();
  const ids = [world.licence('Lizenz Z'), world.licence('Lizenz L'), UNKNOWN];
  expect(await refused('centre', query, { ids, group })).toEqual({
    message: FORBIDDEN,
    refused: [{ argument: 'input.licenceIds', values: [world.licence('Lizenz L'), UNKNOWN] }],
  });
});

test('entitlements that are to be changed, also by a job', async () => {
  const ids = [world.entitlement('Z an B1'), UNKNOWN, 'unreadable'];
  const values = [world.entitlement('Z an B1'), UNKNOWN, 'unreadable'];
  const revoke = `mutation ($ids: [ID!]!) { revokeEntitlements(input: { entitlementIds: $ids, reason: "Ende" }) { applied } }`;
  expect(await refused('other', revoke, { ids })).toEqual({
    message: FORBIDDEN,
    refused: [{ argument: 'input.entitlementIds', values }],
  });
  expect((await refused('centre', revoke, { ids })).refused).toEqual([
    { argument: 'input.entitlementIds', values: [UNKNOWN, 'unreadable'] },
  ]);
  const start = `mutation ($ids: [ID!]!) { startChange(input: { suspend: { selection: { ids: $ids }, reason: "Pause" } }) { id } }`;
  expect((await refused('other', start, { ids })).refused).toEqual([
    { argument: 'input.suspend.selection.ids', values },
  ]);
});

test('licences that are to be asked for in a survey', async () => {
  const query = `mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { id } }`;
  const candidates = [{ licenceId: world.licence('Lizenz Z') }, { licenceId: world.licence('Lizenz L') }];
  const asked = { holders: [{ level: 'SCHOOL', id: id('Schule A1') }] };
  const input = { owner: owner(), title: 'Bedarf', text: 'Was?', closesAt: '2090-01-01T00:00:00Z', candidates, asked };
  expect(await refused('centre', query, { input })).toEqual({
    message: FORBIDDEN,
    refused: [{ argument: 'input.candidates', values: [world.licence('Lizenz L')] }],
  });
});
