import { common } from '../words/common';
import { type Format, useFormat } from '../words/format';
import { inBoth, useWords } from '../words/words';

const fieldWords = inBoth(
  {
    nothing: 'leer',
    open: 'offen',
    fields: {
      annotation: 'Anmerkung',
      answeredAt: 'Beantwortet',
      bound: 'Gilt für',
      candidateId: 'Vorschlag',
      cents: 'Preis (Cent)',
      closedAt: 'Geschlossen',
      closesAt: 'Endet',
      count: 'Anzahl',
      createdAt: 'Angelegt',
      currency: 'Währung',
      denial: 'Art der Aussetzung',
      districtId: 'Kreis',
      documents: 'Unterlagen',
      durationDays: 'Laufzeit in Tagen',
      entitlementId: 'Freischaltung',
      expiresAt: 'Gültig bis',
      externalId: 'Fremde Kennung',
      hash: 'Prüfwert',
      holderId: 'Inhaber',
      holderLevels: 'Vergabe an',
      id: 'Kennung',
      key: 'Schlüssel',
      kind: 'Art',
      lastUsedAt: 'Zuletzt benutzt',
      level: 'Ebene',
      licenceId: 'Lizenz',
      mediaCentreId: 'Medienzentrum',
      movedFrom: 'Übertragen von',
      municipalityAgs: 'Gemeinde',
      name: 'Name',
      note: 'Notiz',
      noticeOn: 'Kündigung bis',
      number: 'Nummer',
      organisationId: 'Stelle',
      ownEnd: 'Eigenes Ende',
      ownerId: 'Eigentümer',
      packageId: 'Paket',
      position: 'Reihenfolge',
      publisher: 'Produzent',
      publisherId: 'Produzent',
      pupilRights: 'Rechte der Lernenden',
      purchasedOn: 'Gekauft am',
      reason: 'Grund',
      remark: 'Bemerkung',
      revokedAt: 'Widerrufen',
      revokedReason: 'Grund des Widerrufs',
      rights: 'Rechte',
      schoolCount: 'Anzahl der Schulen',
      schoolId: 'Schule',
      scopes: 'Befugnisse',
      seats: 'Plätze',
      source: 'Quelle',
      state: 'Stand',
      surveyId: 'Bedarfsabfrage',
      term: 'Laufzeit',
      termKind: 'Art der Laufzeit',
      text: 'Text',
      title: 'Titel',
      titleId: 'Medium',
      unitCents: 'Stückpreis (Cent)',
      valid: 'Zeitraum',
      version: 'Fassung',
    },
  },
  {
    nothing: 'empty',
    open: 'open',
    fields: {
      annotation: 'Annotation',
      answeredAt: 'Answered',
      bound: 'Bound to',
      candidateId: 'Candidate',
      cents: 'Price (cents)',
      closedAt: 'Closed',
      closesAt: 'Closes',
      count: 'Count',
      createdAt: 'Made',
      currency: 'Currency',
      denial: 'Kind of suspension',
      districtId: 'District',
      documents: 'Documents',
      durationDays: 'Term in days',
      entitlementId: 'Entitlement',
      expiresAt: 'Good until',
      externalId: 'Foreign id',
      hash: 'Hash',
      holderId: 'Holder',
      holderLevels: 'Held at',
      id: 'Id',
      key: 'Key',
      kind: 'Kind',
      lastUsedAt: 'Last used',
      level: 'Level',
      licenceId: 'Licence',
      mediaCentreId: 'Media centre',
      movedFrom: 'Moved from',
      municipalityAgs: 'Municipality',
      name: 'Name',
      note: 'Note',
      noticeOn: 'Notice by',
      number: 'Number',
      organisationId: 'Organisation',
      ownEnd: 'End of its own',
      ownerId: 'Owner',
      packageId: 'Package',
      position: 'Position',
      publisher: 'Publisher',
      publisherId: 'Publisher',
      pupilRights: 'Rights of pupils',
      purchasedOn: 'Bought on',
      reason: 'Reason',
      remark: 'Remark',
      revokedAt: 'Revoked',
      revokedReason: 'Reason of the revocation',
      rights: 'Rights',
      schoolCount: 'Number of schools',
      schoolId: 'School',
      scopes: 'Scopes',
      seats: 'Seats',
      source: 'Source',
      state: 'State',
      surveyId: 'Survey',
      term: 'Term',
      termKind: 'Kind of term',
      text: 'Text',
      title: 'Title',
      titleId: 'Title',
      unitCents: 'Unit price (cents)',
      valid: 'Period',
      version: 'Version',
    },
  },
);

interface Value {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Shows a property before and after in the words of the page, because the audit trail has the names and values of the
 * database.
 */
export function ChangedValue({ value: { field, before, after } }: { value: Value }) {
  const words = useWords(fieldWords);
  const general = useWords(common);
  const format = useFormat();
  const labels: Readonly<Record<string, string>> = words.fields;
  const keys: Readonly<Record<string, string>> = { ...general.level, ...general.right };
  const readableText = (text: string | null) =>
    text === null ? words.nothing : readable(text, keys, words.open, format);
  return (
    <>
      {labels[field] ?? field}: {readableText(before)} → {readableText(after)}
    </>
  );
}

const PERIOD = /^[[(]"?([^",]*)"?,"?([^",]*)"?[\])]$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

function readable(text: string, keys: Readonly<Record<string, string>>, open: string, format: Format): string {
  const [, begin, end] = PERIOD.exec(text) ?? [];
  if (begin !== undefined && end !== undefined) {
    return `${begin ? format.date(asInstant(begin)) : open} – ${end ? format.lastDay(asInstant(end)) : open}`;
  }
  if (INSTANT.test(text)) return format.time(asInstant(text));
  if (/^\[.*\]$/.test(text))
    return text
      .slice(1, -1)
      .replaceAll(/"([^"]*)"/g, (_, key) => ` ${keys[key] ?? key}`)
      .trim();
  return keys[text] ?? text;
}

/** Reads an instant in the database's form: `2027-08-01 00:00:00+02`. */
function asInstant(text: string): string {
  return text.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00');
}
