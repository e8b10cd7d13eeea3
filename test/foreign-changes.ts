/** The changes that a caller of city B attempts at city A. The gateway alone refuses each of them. */
import { randomUUID } from 'node:crypto';
import { type Attempt, number, ofA, world } from './foreign-world';

export const CHANGES: Attempt[] = [
  ...[
    'acquireSeat(input: { school: $school, title: $id }) { outcome }',
    'renewSeat(input: { school: $school, lease: $id }) { outcome }',
    'releaseSeat(input: { school: $school, lease: $id })',
  ].map(
    (field): Attempt => ({
      name: `seats of the foreign school: ${field}`,
      service: 'schools',
      by: 'lms',
      query: `mutation ($school: ID!, $id: ID!) { ${field} }`,
      variables: () => ({
        school: world.organisation('Schule A'),
        id: field.includes('lease') ? randomUUID() : world.title('Vulkane'),
      }),
    }),
  ),
  {
    name: 'assigning the foreign licence to an own school',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }',
    variables: () => ({
      input: {
        licenceIds: [world.licence('Lizenz A')],
        holders: [{ level: 'SCHOOL', id: world.organisation('Schule B') }],
      },
    }),
    hidden: { data: { assignEntitlements: { assigned: 0 } } },
  },
  {
    name: 'assigning a licence of an organisation above both to an own school',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }',
    variables: () => ({
      input: {
        licenceIds: [world.licence('Lizenz Z')],
        holders: [{ level: 'SCHOOL', id: world.organisation('Schule B') }],
      },
    }),
  },
  {
    name: 'assigning a licence of an organisation above both to the foreign school',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }',
    variables: () => ({
      input: {
        licenceIds: [world.licence('Lizenz Z')],
        holders: [{ level: 'SCHOOL', id: world.organisation('Schule A') }],
        skipRefused: true,
      },
    }),
  },
  {
    name: 'assigning the foreign licence to an own school in the background',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: AssignEntitlementsInput!) { startAssignment(input: $input) { state } }',
    variables: () => ({
      input: {
        licenceIds: [world.licence('Lizenz A')],
        holders: [{ level: 'SCHOOL', id: world.organisation('Schule B') }],
      },
    }),
  },
  {
    name: 'assigning an own licence to the foreign school',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }',
    variables: () => ({
      input: {
        licenceIds: [world.licence('Lizenz B')],
        holders: [{ level: 'SCHOOL', id: world.organisation('Schule A') }],
        skipRefused: true,
      },
    }),
    nothing: { data: { assignEntitlements: { assigned: 0 } } },
  },
  {
    name: 'syncing the foreign licence to an own school, and an own one to the foreign school',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: SyncEntitlementsInput!) { syncEntitlements(input: $input) { applied added ended } }',
    variables: () => ({
      input: {
        source: 'land',
        rows: [
          { licence: 'Lizenz A', holder: number('Schule B') },
          { licence: 'Lizenz B', holder: number('Schule A') },
        ],
        skipBad: true,
      },
    }),
    nothing: { data: { syncEntitlements: { applied: true, added: 0, ended: 0 } } },
  },
  {
    name: 'amending a foreign licence',
    service: 'licences',
    by: 'licensing',
    query: 'mutation ($input: AmendLicenceInput!) { amendLicence(input: $input) { outcome } }',
    variables: () => ({ input: { licenceId: world.licence('Lizenz A'), version: 1, seats: 1 } }),
  },
  {
    name: 'creating a licence of a foreign owner',
    service: 'licences',
    by: 'licensing',
    query: 'mutation ($input: CreateLicenceInput!) { createLicence(input: $input) { preview } }',
    variables: () => ({
      input: {
        number: 'X1',
        name: 'Untergeschoben',
        kind: 'Lizenz',
        publisher: 'Musterverlag',
        owner: { level: 'AUTHORITY', id: world.organisation('Stadt A') },
        holderLevels: ['SCHOOL'],
        rights: ['STREAM'],
        term: { kind: 'UNLIMITED' },
      },
    }),
  },
  {
    name: 'amending a foreign package',
    service: 'licences',
    by: 'licensing',
    query: 'mutation ($input: AmendPackageInput!) { amendPackage(input: $input) { outcome } }',
    variables: () => ({ input: { packageId: ofA.package, version: 1, add: [{ title: 'Wale' }] } }),
  },
  {
    name: 'creating a package of a foreign owner',
    service: 'licences',
    by: 'licensing',
    query: 'mutation ($input: CreatePackageInput!) { createPackage(input: $input) { preview } }',
    variables: () => ({
      input: {
        number: 'X1',
        name: 'Untergeschoben',
        owner: { level: 'AUTHORITY', id: world.organisation('Stadt A') },
      },
    }),
  },
  {
    name: 'ending a foreign entitlement',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { changed } }',
    variables: () => ({ input: { entitlementIds: [world.entitlement('Freischaltung A')] } }),
  },
  ...['suspend', 'resume', 'amend', 'move'].map(
    (verb): Attempt => ({
      name: `what would ${verb} a foreign entitlement`,
      service: 'schools',
      by: 'licensing',
      query: `mutation ($input: ${verb[0]?.toUpperCase()}${verb.slice(1)}EntitlementsInput!) { ${verb}Entitlements(input: $input) { changed } }`,
      variables: () => ({
        input: {
          entitlements: [{ id: world.entitlement('Freischaltung A'), version: 2 }],
          ...(verb === 'amend' && { validUntil: null }),
          ...(verb === 'move' && { holder: { level: 'SCHOOL', id: world.organisation('Schule B') } }),
        },
      }),
    }),
  ),
  ...['suspend', 'resume', 'revoke', 'amend', 'move', 'undo'].map(
    (verb): Attempt => ({
      name: `a job that would ${verb} what is foreign`,
      service: 'schools',
      by: 'licensing',
      query: 'mutation ($input: ChangeInput!) { startChange(input: $input) { state } }',
      variables: () => ({
        input: {
          [verb]:
            verb === 'undo'
              ? { change: ofA.change }
              : {
                  entitlementIds: [world.entitlement('Freischaltung A')],
                  ...(verb === 'amend' && { validUntil: null }),
                  ...(verb === 'move' && { holder: { level: 'SCHOOL', id: world.organisation('Schule B') } }),
                },
        },
      }),
    }),
  ),
  {
    name: 'moving an own entitlement to the foreign school',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: MoveEntitlementsInput!) { moveEntitlements(input: $input) { changed } }',
    variables: () => ({
      input: {
        entitlementIds: [world.entitlement('Freischaltung B')],
        holder: { level: 'SCHOOL', id: world.organisation('Schule A') },
      },
    }),
    nothing: { data: { moveEntitlements: { changed: 0 } } },
  },
  ...(
    [
      ['adding to a group', 'addSchoolsToGroup', () => ({ numbers: [number('Schule B')] })],
      ['taking out of a group', 'removeSchoolsFromGroup', () => ({ numbers: [number('Schule A')] })],
      ['renaming a group', 'renameSchoolGroup', () => ({ name: 'B' })],
      ['closing a group', 'closeSchoolGroup', () => ({})],
      [
        'adopting a group',
        'adoptSchoolGroup',
        () => ({ owner: { level: 'AUTHORITY', id: world.organisation('Stadt B') } }),
      ],
    ] as const
  ).map(
    ([name, mutation, more]): Attempt => ({
      name,
      service: 'schools',
      by: 'licensing',
      query: `mutation ($input: ${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { __typename } }`,
      variables: () => ({ input: { group: world.organisation('Gruppe A'), ...more() } }),
    }),
  ),
  {
    name: 'making a group',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: CreateSchoolGroupInput!) { createSchoolGroup(input: $input) { name } }',
    variables: () => ({
      input: { owner: { level: 'AUTHORITY', id: world.organisation('Stadt A') }, code: 'b', name: 'B' },
    }),
  },
  {
    name: 'noting beside a row for the staff of the foreign authority',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: NoteWorklistInput!) { noteWorklist(input: $input) { applied } }',
    variables: () => ({
      input: {
        list: 'EXPIRING',
        rows: [{ id: world.entitlement('Freischaltung B') }],
        organisation: { level: 'AUTHORITY', id: world.organisation('Stadt A') },
        text: 'fremd',
      },
    }),
  },
  {
    name: 'being told by mail of the deadlines of the foreign authority',
    service: 'schools',
    by: 'licensing',
    query:
      'mutation ($input: SubscribeToNoticesInput!) { subscribeToNotices(input: $input) { organisation { name } } }',
    variables: () => ({
      input: { organisation: { level: 'AUTHORITY', id: world.organisation('Stadt A') }, address: 'b@mail.example' },
    }),
  },
  {
    name: 'recording a use at the foreign school',
    service: 'usage',
    by: 'lms',
    query: 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }',
    variables: () => ({
      events: [
        {
          id: randomUUID(),
          school: world.organisation('Schule A'),
          title: world.title('Vulkane'),
          action: 'STREAM',
          usedAt: new Date().toISOString(),
        },
      ],
    }),
    nothing: { data: { recordUsage: { recorded: 0 } } },
  },
  surveyOf('in the name of the foreign authority', 'A', 'B'),
  {
    name: 'undoing what was done to a foreign entitlement',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($id: ID!) { undoChange(change: $id, ofOthers: true) { changed } }',
    variables: () => ({ id: ofA.change }),
  },
  {
    name: 'ending what the staff of the foreign authority is told of',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($ids: [ID!]!) { unsubscribeFromNotices(ids: $ids) }',
    variables: () => ({ ids: [ofA.subscription] }),
  },
  {
    name: 'amending a foreign survey',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: AmendSurveyInput!) { amendSurvey(input: $input) { isChanged } }',
    variables: () => ({ input: { id: ofA.survey, version: 1, state: 'CLOSED' } }),
  },
  {
    name: 'deleting a foreign survey',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($id: ID!) { deleteSurvey(id: $id, version: 1) }',
    variables: () => ({ id: ofA.survey }),
  },
  ...(['A', 'B'] as const).map(
    (city): Attempt => ({
      name: `answering a foreign survey in the name of school ${city}`,
      service: 'schools',
      by: 'licensing',
      query: 'mutation ($input: AnswerSurveyInput!) { answerSurvey(input: $input) { isAnswered } }',
      variables: () => ({
        input: {
          surveyId: ofA.survey,
          organisation: { level: 'SCHOOL', id: world.organisation(`Schule ${city}`) },
          version: city === 'A' ? 1 : 0,
          answers: [],
        },
      }),
    }),
  ),
];

/** Attempts at a survey that the authority of one city asks the school of one. */
export function surveyOf(name: string, asker: 'A' | 'B', asked: 'A' | 'B'): Attempt {
  return {
    name: `a survey ${name}`,
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { title } }',
    variables: () => ({
      input: {
        owner: { level: 'AUTHORITY', id: world.organisation(`Stadt ${asker}`) },
        title: 'Bedarf',
        closesAt: '2096-01-01T00:00:00Z',
        candidates: [{ name: 'Atlas' }],
        asked: { holders: [{ level: 'SCHOOL', id: world.organisation(`Schule ${asked}`) }] },
      },
    }),
  };
}
