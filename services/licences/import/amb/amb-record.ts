/** Checks a record against the JSON Schema of AMB. */
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import { AMB_FIELDS, AMB_REQUIRED } from './amb-json-schema';

/** The part of a record that the catalogue reads. The rest is checked and discarded. */
export interface AmbRecord {
  readonly id: string;
  readonly type: readonly string[];
  readonly name: string;
  readonly description?: string;
  readonly license?: { readonly id: string };
  readonly image?: string;
  readonly duration?: string;
  readonly inLanguage?: readonly string[];
  readonly keywords?: readonly string[];
  readonly creator?: readonly Named[];
  readonly publisher?: readonly Named[];
  readonly datePublished?: string;
  readonly dateCreated?: string;
  readonly about?: readonly Concept[];
  readonly learningResourceType?: readonly Concept[];
  readonly educationalLevel?: readonly Concept[];
  readonly teaches?: readonly Concept[];
  readonly hasPart?: readonly { readonly id: string; readonly name?: string }[];
  readonly isPartOf?: readonly { readonly id: string; readonly name?: string }[];
  readonly caption?: readonly { readonly id: string; readonly inLanguage?: string }[];
  readonly encoding?: readonly MediaFile[];
  readonly isAccessibleForFree?: boolean;
  readonly conditionsOfAccess?: Concept;
}

interface Named {
  readonly name: string;
}

export interface Concept {
  readonly id: string;
  readonly prefLabel?: Readonly<Record<string, string>>;
}

interface MediaFile {
  readonly contentUrl?: string;
  readonly embedUrl?: string;
  readonly encodingFormat?: string;
}

// Each validator stops at the first mistake, because all mistakes of a long list would take too much memory.
const ajv = addFormats(new Ajv({ verbose: true, strictRequired: false }));
const VALIDATORS = Object.entries(AMB_FIELDS).map(([name, schema]) => [name, ajv.compile(schema)] as const);

/**
 * Names the first mistake of each field by its path, and what was expected there. `checkRecord` adds what was found.
 */
export const ambRecord = z.looseObject({}).transform((record, context): AmbRecord => {
  for (const name of AMB_REQUIRED)
    if (!Object.hasOwn(record, name))
      context.issues.push({ code: 'custom', path: [name], message: 'is missing', input: undefined });
  for (const [name, isValid] of VALIDATORS) {
    if (!Object.hasOwn(record, name) || isValid(record[name])) continue;
    const { path, ...mistake } = mistakeIn(isValid);
    context.issues.push({ code: 'custom', path: [name, ...path], ...mistake });
  }
  return context.issues.length > 0 ? z.NEVER : (record as unknown as AmbRecord);
});

/** Where all alternatives fail, the last error concerns the whole value. */
function mistakeIn({ errors, schema }: ValidateFunction) {
  const [last] = (errors as ErrorObject[]).slice(-1) as [ErrorObject];
  const { instancePath, keyword, params, parentSchema, data } = last;
  const path = instancePath.split('/').slice(1).map(pathStep);
  if (keyword === 'required')
    return { path: [...path, params.missingProperty], message: 'is missing', input: undefined };
  const expected = parentSchema?.description ?? (schema as { description: string }).description;
  const found = keyword === 'type' && typeof data === 'object' ? `, not ${nameOf(data)}` : '';
  return { path, message: `must be ${expected}${found}`, input: data };
}

function nameOf(data: object | null): string {
  if (data === null) return 'null';
  return Array.isArray(data) ? 'a list' : 'an object';
}

/** Reads a step of a JSON pointer (RFC 6901). */
function pathStep(step: string): string | number {
  return /^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~');
}
