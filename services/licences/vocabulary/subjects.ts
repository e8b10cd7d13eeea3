/** The tree of subjects: what names, codes and addresses a source may use for one, and what stands above it. */
import { SUBJECT_TABLE } from './subject-table';

export interface Subject {
  readonly code: string;
  readonly name: string;
  /** Of the KIM vocabulary of school subjects; null where it has none. */
  readonly kim: string | null;
}

const KIM = 'http://w3id.org/kim/schulfaecher/';
/** Lengths 3, 5, 7, 9 and 11: each is a level of the tree. */
const CODE = /^\d{3}(?:\d\d){0,4}$/;

const byCode = new Map<string, Subject>();
/** By everything that a source may write. */
const codes = new Map<string, string>();

for (const row of SUBJECT_TABLE.trim().split('\n')) {
  const [code, name, kim, others] = row.split('|').map((cell) => cell.trim()) as [string, string, string?, string?];
  byCode.set(code, { code, name, kim: kim ? KIM + kim : null });
  // “Umweltgefährdung, Umweltschutz” is one name, so names are not split here.
  for (const key of [name, ...(kim ? [kim] : []), ...(others ? others.split(', ') : [])]) codes.set(keyOf(key), code);
}

export const SUBJECTS: readonly Subject[] = [...byCode.values()];

export interface ReadSubjects {
  /** As lists, search and reports show them. */
  readonly names: string[];
  /** The codes, each with all that stand above it: a filter by any of them finds the title. */
  readonly codes: string[];
  /** Codes of which neither themselves nor anything above them is known. */
  readonly unknown: string[];
}

/** @param written each an EAF code, the key or address of a KIM subject, or a name */
export function readSubjects(written: readonly string[]): ReadSubjects {
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

export function isSubjectCode(text: string): boolean {
  return CODE.test(text);
}

export function subjectOf(code: string): Subject | undefined {
  return byCode.get(code);
}

export function parentOf(code: string): string | null {
  return code.length > 3 ? code.slice(0, -2) : null;
}

/** Of codes with all that stand above them, those with nothing below them. */
export function leavesOf(all: readonly string[]): string[] {
  return all.filter((code) => !all.some((other) => other !== code && other.startsWith(code)));
}

/** The subject itself, or the nearest above it that has a name. */
export function nearest(code: string): Subject | undefined {
  return withAncestors(code)
    .map((each) => byCode.get(each))
    .findLast((subject) => subject !== undefined);
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
