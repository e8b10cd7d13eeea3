/** Checks a record against its schema, and says what is wrong in words for the person who mends the file. */
import type { z } from 'zod';
import { shown } from './import-error';

type Checked<Value> = { readonly value: Value } | { readonly reasons: readonly string[] };

export function checkRecord<Value>(schema: z.ZodType<Value>, record: unknown): Checked<Value> {
  const checked = schema.safeParse(record, { reportInput: true, error: inPlainWords });
  return checked.success ? { value: checked.data } : { reasons: checked.error.issues.map(reasonOf) };
}

/** `titles[3].from: must be a day of the calendar such as 2026-08-01; it is “2026-02-30”` */
function reasonOf({ path, message, input }: z.core.$ZodIssue): string {
  const isShown =
    (typeof input === 'string' && input !== '') || typeof input === 'number' || typeof input === 'boolean';
  return `${jsonPath(path)}${message}${isShown ? `; it is ${typeof input === 'string' ? shown(input) : input}` : ''}`;
}

/** Returns an empty text for the record itself. */
function jsonPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '';
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return `${steps.replace(/^\./, '')}: `;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object with named fields',
};

const UNITS: Readonly<Record<string, string>> = { array: 'elements', string: 'characters' };

/** Words for mistakes for which schemas have none of their own. */
function inPlainWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return issue.input === undefined ? 'is missing' : `must be one of ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `no such field: ${issue.keys.map(shown).join(', ')}; correct or remove it`;
    case 'too_big':
      return `must have at most ${issue.maximum} ${UNITS[issue.origin] ?? ''}`.trim();
    case 'too_small':
      return `must have at least ${issue.minimum} ${UNITS[issue.origin] ?? ''}`.trim();
    default:
      return undefined;
  }
}
