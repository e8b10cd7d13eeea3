/**
 * A refused call that names many things says which of them are the reason: foreign and unknown ones, in the same words.
 */
import { ADD, FORBIDDEN, id, newGroup, owner, refused, world } from './school-groups-world';

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

test('organisations that are to be asked in a survey', async () => {
  const query = `mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { id } }`;
  const candidates = [{ licenceId: world.licence('Lizenz Z') }];
  const holders = [
    { level: 'SCHOOL', id: id('Schule A1') },
    { level: 'SCHOOL', id: id('Schule C1').replace(':', '_') },
    { level: 'AUTHORITY', id: 'NW:999' },
  ];
  const input = { owner: owner(), title: 'Bedarf', text: 'Was?', closesAt: '2090-01-01T00:00:00Z', candidates };
  expect(await refused('centre', query, { input: { ...input, asked: { holders } } })).toEqual({
    message: FORBIDDEN,
    refused: [
      { argument: 'input.asked.holders', values: [`SCHOOL:${id('Schule C1').replace(':', '_')}`, 'AUTHORITY:NW:999'] },
    ],
  });
});

test('organisations in the filter of schools that are to join a group', async () => {
  const group = await newGroup();
  for (const authority of [id('Stadt C'), 'NW:999']) {
    expect(await refused('centre', ADD, { input: { group, schools: { authority } } })).toEqual({
      message: FORBIDDEN,
      refused: [{ argument: 'input.schools', values: [`AUTHORITY:${authority}`] }],
    });
  }
});

test('holders of a list in which so many are foreign that it is refused as a whole', async () => {
  const query = `mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { applied } }`;
  const foreign = Array.from({ length: 150 }, (_, index) => ({ level: 'SCHOOL', id: `NW:${900_000 + index}` }));
  const holders = [{ level: 'SCHOOL', id: id('Schule A1') }, ...foreign];
  const answer = await refused('centre', query, { input: { licenceIds: [world.licence('Lizenz Z')], holders } });
  expect(answer).toEqual({
    message: FORBIDDEN,
    refused: [{ argument: 'input.holders', values: foreign.slice(0, 100).map((one) => `SCHOOL:${one.id}`) }],
  });
});

test('the organisation for whose staff somebody subscribes to notices, and subscriptions that are to end', async () => {
  const subscribe = `mutation ($input: SubscribeToNoticesInput!) { subscribeToNotices(input: $input) { id } }`;
  const organisation = { level: 'MEDIA_CENTRE', id: id('Anderes') };
  const input = { organisation, address: 'anna@mail.example' };
  expect(await refused('centre', subscribe, { input })).toEqual({
    message: FORBIDDEN,
    refused: [{ argument: 'input.organisation', values: [`MEDIA_CENTRE:${id('Anderes')}`] }],
  });
  const unsubscribe = `mutation ($ids: [ID!]!) { unsubscribeFromNotices(ids: $ids) }`;
  expect(await refused('centre', unsubscribe, { ids: [UNKNOWN, 'unreadable'] })).toEqual({
    message: FORBIDDEN,
    refused: [{ argument: 'ids', values: [UNKNOWN, 'unreadable'] }],
  });
});
