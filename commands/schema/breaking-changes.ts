/**
 * What a client could ask before must still be answered. The accepted API is the committed schema/api.graphql; a
 * change that breaks it passes only where schema/breaking-changes.json says that it is intended, and why.
 */
import { buildSchema, findBreakingChanges } from 'graphql';
import { z } from 'zod';

export const BREAKING_CHANGES_FILE = 'breaking-changes.json';

const intendedChanges = z.array(
  z.strictObject({
    /** In the words of `npm run schema`. */
    change: z.string().min(1),
    reason: z.string().min(1),
    /** The day of the decision. */
    on: z.iso.date(),
  }),
);

/**
 * Returns the breaking changes that nobody marked as intended, in words.
 *
 * @param marked the content of breaking-changes.json
 * @throws Error where `marked` is not such a list
 */
export function unintendedChanges(accepted: string, generated: string, marked: string): string[] {
  const intended = new Set(readMarks(marked).map(({ change }) => change));
  return findBreakingChanges(buildSchema(accepted), buildSchema(generated))
    .map(({ description }) => description)
    .filter((description) => !intended.has(description));
}

/** Returns the message about them, each with an entry to paste. */
export function refusalOf(changes: readonly string[], today: string): string {
  const entries = changes.map((change) => `  ${JSON.stringify({ change, reason: '…', on: today })}`);
  return [
    'The API would change in a way that breaks clients:',
    ...changes.map((change) => `  ${change}`),
    'Keep what was there (deprecate it), or mark the change as intended in schema/breaking-changes.json, with the reason:',
    entries.join(',\n'),
  ].join('\n');
}

function readMarks(text: string) {
  try {
    return intendedChanges.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(
      `schema/${BREAKING_CHANGES_FILE} is not a list of { "change": …, "reason": …, "on": "2026-08-01" }: ${
        error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
      }`,
    );
  }
}
