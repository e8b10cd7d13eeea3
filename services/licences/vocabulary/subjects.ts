/** The tree of subjects: what names, codes and addresses a source may use for one, and what stands above it. */
import type { SubjectRow } from './subject-rows';
import { SUBJECT_TABLE } from './subject-table';

interface Subject {
  readonly code: string;
  readonly name: string;
  /** Of the KIM vocabulary of school subjects; null where it has none. */
  readonly kim: string | null;
}

const KIM = 'http://w3id.org/kim/schulfaecher/';
/** Lengths 3, 5, 7, 9 and 11: each is a level of the tree. */
const CODE = /^\d{3}(?:\d\d){0,4}$/;

/** The subjects that are known by name: of our own table, and of sources. */
export interface Subjects {
  readonly all: readonly Subject[];
  /** @param written each an EAF code, the key or address of a KIM subject, the address of another concept, or a name */
  read(written: readonly string[]): ReadSubjects;
  of(code: string): Subject | undefined;
  /** The subject itself, or the nearest above it that has a name. */
  nearest(code: string): Subject | undefined;
}

interface ReadSubjects {
  /** As lists, search and reports show them. */
  readonly names: string[];
  /** The codes, each with all that stand above it: a filter by any of them finds the title. */
  readonly codes: string[];
  /** Codes of which neither themselves nor anything above them is known. */
  readonly unknown: string[];
}

const OWN: readonly SubjectRow[] = SUBJECT_TABLE.trim()
  .split('\n')
  .map((row) => {
    const [code, name, kim, others] = row.split('|').map((cell) => cell.trim()) as [string, string, string?, string?];
    // “Umweltgefährdung, Umweltschutz” is one name, so names are not split here.
    const otherNames = [...(kim ? [kim] : []), ...(others ? others.split(', ') : [])];
    return { source: '', sourceId: code, code, name, otherNames, kim: kim ? KIM + kim : null };
  });

/**
 * Our own table, and over it what sources say, in the order of their names: a name of theirs takes the place of ours, by which
 * the subject is still found. A name that several codes have in the same source names none of them.
 */
export function subjectsWith(rows: readonly SubjectRow[]): Subjects {
  const byCode = new Map<string, Subject>();
  /** By everything that a source may write. */
  const codes = new Map<string, string>();
  const take = (row: SubjectRow, keys: readonly string[]) => {
    const { code, name, kim } = row;
    if (code === null) return;
    const known = byCode.get(code);
    const isNamed = row.sourceId === code || !known;
    byCode.set(code, { code, name: isNamed ? name : known.name, kim: known?.kim ?? kim });
    for (const key of keys) if (!codes.has(key)) codes.set(key, code);
  };
  for (const row of OWN) take(row, [row.name, ...row.otherNames].map(keyOf));
  for (const own of bySource(rows)) {
    const counts = new Map<string, Set<string | null>>();
    for (const { name, otherNames, code } of own)
      for (const key of [name, ...otherNames].map(keyOf)) counts.set(key, (counts.get(key) ?? new Set()).add(code));
    for (const row of own) {
      const names = [row.name, ...row.otherNames].map(keyOf).filter((key) => counts.get(key)?.size === 1);
      take(row, [keyOf(row.sourceId), ...names]);
    }
  }

  const nearest = (code: string) =>
    withAncestors(code)
      .map((each) => byCode.get(each))
      .findLast((subject) => subject !== undefined);

  function read(written: readonly string[]): ReadSubjects {
    const names = new Set<string>();
    const all = new Set<string>();
    const unknown = new Set<string>();
    for (const text of written) {
      const code = CODE.test(text) ? text : codes.get(keyOf(text));
      const known = code === undefined ? undefined : nearest(code);
      names.add(CODE.test(text) ? (known?.name ?? text) : text);
      if (code === undefined) continue;
      for (const each of withAncestors(code)) all.add(each);
      if (!known) unknown.add(code);
    }
    return { names: [...names], codes: [...all].sort(), unknown: [...unknown] };
  }

  return { all: [...byCode.values()], read, of: (code) => byCode.get(code), nearest };
}

export const OWN_SUBJECTS = subjectsWith([]);

function bySource(rows: readonly SubjectRow[]): SubjectRow[][] {
  const sources = new Map<string, SubjectRow[]>();
  for (const row of rows) {
    const own = sources.get(row.source) ?? [];
    own.push(row);
    sources.set(row.source, own);
  }
  return [...sources].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, of]) => of);
}

export function isSubjectCode(text: string): boolean {
  return CODE.test(text);
}

export function parentOf(code: string): string | null {
  return code.length > 3 ? code.slice(0, -2) : null;
}

/** Of codes with all that stand above them, those with nothing below them. */
export function leavesOf(all: readonly string[]): string[] {
  return all.filter((code) => !all.some((other) => other !== code && other.startsWith(code)));
}

function withAncestors(code: string): string[] {
  return [3, 5, 7, 9, 11].filter((length) => length <= code.length).map((length) => code.slice(0, length));
}

function keyOf(text: string): string {
  return text
    .replace(/^https?:\/\/w3id\.org\/kim\/schulfaecher\//, '')
    .normalize('NFC')
    .toLowerCase();
}
