/** Checks what changed in the database against the rights of the callers who sent mutations meanwhile. */
import { isDeepStrictEqual } from 'node:util';
import type { Asked } from './answers';
import { difference } from './difference';
import { wrongEntitlementChanges } from './entitlement-writes';
import { wrongGroupChanges } from './group-writes';
import type { LicenceRow, Oracle, PackageRow } from './oracle';
import { mayNote, type Rights } from './rights';
import type { ShapedField } from './shapes';
import { isSpelled } from './spellings';
import { wrongSurveyChanges } from './surveys';

/** A mutation that was sent, with its arguments. */
interface Sent {
  readonly name: string;
  readonly rights: Rights;
  readonly given: Readonly<Record<string, any>>;
}

export interface Changes {
  assigned: number;
  revoked: number;
  synced: number;
  suspended: number;
  created: number;
  amended: number;
  packages: number;
  jobs: number;
  seats: number;
  surveys: number;
  answers: number;
  uses: number;
  groups: number;
  notes: number;
  subscriptions: number;
}

/** @returns in words, what changed that nobody had a right to change; and counts what was changed rightly */
export function wrongChanges(before: Oracle, after: Oracle, asked: readonly Asked[], changes: Changes): string[] {
  const sent = asked.flatMap(({ shape, variables, rights }) =>
    shape.roots.map((root): Sent => ({ name: root.name, rights, given: givenOf(root, variables) })),
  );
  const by = (name: string, ...subjects: (string | null)[]) =>
    sent.filter((one) => one.name === name && (subjects.length === 0 || subjects.includes(one.rights.asker.subject)));
  const reaches = ({ rights }: Sent, school: string) => rights.has('usage:write') && rights.reach.has(school);
  const names = (text: unknown, row: string) =>
    after.organisations.some((one) => one.row === row && isSpelled(one, text));
  const complaints: string[] = [];

  const groups = wrongGroupChanges(before, after, (name) => by(name));
  complaints.push(...groups.complaints);
  changes.groups += groups.right;
  if (!isDeepStrictEqual(before.titles, after.titles)) complaints.push('titles changed, which nothing may change');

  const licences = difference(before.licences, after.licences);
  for (const made of licences.made) {
    const right = by('createLicence').some(
      ({ rights, given: { input } }) =>
        input.preview !== true && input.number === made.number && rights.mayWrite(made.owner, made.owner),
    );
    if (right) changes.created += 1;
    else complaints.push(`a licence that nobody may have created: ${JSON.stringify(made)}`);
  }
  for (const [was, is] of licences.changed) {
    const right = by('amendLicence').some(
      ({ rights, given: { input } }) =>
        input.preview !== true &&
        input.licenceId === is.row &&
        input.version === was.version &&
        rights.mayWrite(is.owner, is.owner),
    );
    if (right && isDeepStrictEqual(unamended(was), unamended(is)) && is.version === was.version + 1)
      changes.amended += 1;
    else complaints.push(`a licence that nobody may have amended so: ${JSON.stringify([was, is])}`);
  }

  const packages = difference(before.packages, after.packages);
  const mayWritePackage = ({ rights }: Sent, owner: string | null) =>
    rights.has('entitlements:write') &&
    (owner === null ? rights.asker.kind === 'operator' : rights.mayWrite(owner, owner));
  for (const made of packages.made) {
    const right = by('createPackage').some(
      (one) =>
        one.given.input.preview !== true && one.given.input.number === made.number && mayWritePackage(one, made.owner),
    );
    if (right) changes.packages += 1;
    else complaints.push(`a package that nobody may have created: ${JSON.stringify(made)}`);
  }
  for (const [was, is] of packages.changed) {
    const right = by('amendPackage').some(
      (one) =>
        one.given.input.preview !== true &&
        one.given.input.packageId === is.row &&
        one.given.input.version === was.version &&
        mayWritePackage(one, is.owner),
    );
    if (right && isDeepStrictEqual(emptied(was), emptied(is)) && is.version === was.version + 1) changes.packages += 1;
    else complaints.push(`a package that nobody may have amended so: ${JSON.stringify([was, is])}`);
  }
  for (const gone of packages.gone) complaints.push(`a package that is gone: ${JSON.stringify(gone)}`);

  const entitlements = wrongEntitlementChanges(before, after, sent);
  complaints.push(...entitlements.complaints);
  for (const what of ['assigned', 'synced', 'revoked', 'suspended'] as const) changes[what] += entitlements.right[what];

  const survey = wrongSurveyChanges(before, after, by);
  complaints.push(...survey.complaints);
  changes.surveys += survey.surveys;
  changes.answers += survey.answers;

  const leases = difference(before.leases, after.leases);
  for (const made of leases.made) {
    const right = by('acquireSeat').some(
      (one) =>
        reaches(one, made.school) && names(one.given.input.school, made.school) && one.given.input.title === made.title,
    );
    if (right) changes.seats += 1;
    else complaints.push(`a seat that nobody may have taken: ${JSON.stringify(made)}`);
  }
  for (const [was, is] of leases.changed) {
    const right = [...by('renewSeat'), ...by('releaseSeat')].some(
      (one) =>
        reaches(one, is.school) &&
        one.given.input.lease.toLowerCase() === is.row &&
        names(one.given.input.school, is.school),
    );
    if (right && isDeepStrictEqual({ ...was, until: 0 }, { ...is, until: 0 })) changes.seats += 1;
    else complaints.push(`a seat that nobody may have changed so: ${JSON.stringify([was, is])}`);
  }

  const events = difference(before.events, after.events);
  for (const made of events.made) {
    const right = by('recordUsage').some(
      (one) =>
        reaches(one, made.school) &&
        one.given.events.some(
          (event: any) => `${made.school} ${event.id}` === made.row && names(event.school, made.school),
        ),
    );
    if (right) changes.uses += 1;
    else complaints.push(`a use that nobody may have recorded: ${JSON.stringify(made)}`);
  }
  /** Nothing runs the jobs here. jobs.test.ts checks what they do. */
  const jobs = difference(before.jobs, after.jobs);
  for (const made of jobs.made) {
    const right = [...by('startAssignment', made.subject), ...by('startChange', made.subject)].some(
      ({ rights }) =>
        rights.asker.kind === made.kind &&
        rights.has('entitlements:write') &&
        isDeepStrictEqual(new Set(made.bound), new Set(rights.bound)),
    );
    if (right && made.result === null) changes.jobs += 1;
    else complaints.push(`a job that nobody may have asked for: ${JSON.stringify(made)}`);
  }
  for (const [was, is] of jobs.changed) {
    const right = by('cancelJob', is.subject).some(
      ({ rights, given: { id } }) => rights.asker.kind === is.kind && id === is.row,
    );
    if (!right || !isDeepStrictEqual({ ...was, state: 'CANCELLED' }, is))
      complaints.push(`a job that nobody may have cancelled: ${JSON.stringify([was, is])}`);
  }
  for (const gone of jobs.gone) complaints.push(`a job that is gone: ${JSON.stringify(gone)}`);

  const subscriptions = difference(before.subscriptions, after.subscriptions);
  const isStaffOf = ({ rights }: Sent, organisation: string) =>
    rights.asker.kind === 'licensing' && rights.has('entitlements:write') && rights.bound.has(organisation);
  for (const made of [...subscriptions.made, ...subscriptions.changed.map(([, is]) => is)]) {
    const right = by('subscribeToNotices', made.subject).some(
      (one) => isStaffOf(one, made.organisation) && one.given.input.address === made.address,
    );
    if (right) changes.subscriptions += 1;
    else complaints.push(`a subscription that nobody may have made: ${JSON.stringify(made)}`);
  }
  for (const gone of subscriptions.gone) {
    const right = by('unsubscribeFromNotices').some(
      (one) => isStaffOf(one, gone.organisation) && one.given.ids.includes(gone.row),
    );
    if (!right) complaints.push(`a subscription that nobody may have ended: ${JSON.stringify(gone)}`);
  }
  const notes = difference(before.notes, after.notes);
  for (const note of [...notes.made, ...notes.changed.map(([, is]) => is)]) {
    const right = by('noteWorklist', note.changedBy).some(
      (one) =>
        one.given.input.list === note.list &&
        one.given.input.rows.some(({ id }: { id: unknown }) => id === note.object) &&
        isStaffOf(one, note.organisation) &&
        mayNote(one.rights, note.list, note.object),
    );
    if (right) changes.notes += 1;
    else complaints.push(`a note that nobody may have written: ${JSON.stringify(note)}`);
  }
  const total = (oracle: Oracle) =>
    oracle.sums.reduce(
      (sum, { streams, downloads, views, notLicensed, limitExceeded }) =>
        sum + streams + downloads + views + notLicensed + limitExceeded,
      0,
    );
  if (total(after) !== total(before))
    complaints.push('the sums changed, which the service alone may do, and does later');
  for (const gone of [...licences.gone, ...leases.gone, ...notes.gone, ...events.gone, ...events.changed.flat()]) {
    complaints.push(`gone or changed, which nothing may do: ${JSON.stringify(gone)}`);
  }

  for (const { subject, count } of difference(rowed(before.kept), rowed(after.kept)).all) {
    const had = before.kept.find((one) => one.subject === subject)?.count ?? 0;
    const keyed = sent.filter(
      ({ name, rights, given: { input } }) =>
        rights.asker.subject === subject &&
        /** A job is kept by its idempotency key, and so is one of a preview. */
        (name === 'startChange'
          ? Object.values<any>(input ?? {}).some((change) => change?.idempotencyKey != null)
          : input?.idempotencyKey != null && (name === 'startAssignment' || input.preview !== true)),
    );
    if (count - had > keyed.length) complaints.push(`answers kept for ${subject}, who did not ask for it`);
  }
  return complaints;
}

function rowed(kept: Oracle['kept']) {
  return kept.map((one) => ({ ...one, row: one.subject }));
}

function unamended(licence: LicenceRow) {
  return { ...licence, version: 0, schoolCount: null, noticeOn: null, documents: [] };
}

function emptied(one: PackageRow) {
  return { ...one, version: 0, contents: null, closedFrom: null };
}

function givenOf({ arguments: given }: ShapedField, variables: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(given.map(({ name, variable }) => [name, variables[variable]]));
}
