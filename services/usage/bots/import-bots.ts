/**
 * Imports a list of bots as COUNTER publishes it: patterns to search for in user agents, each with the day of its
 * last change. The file is the whole list: a pattern that it does not name is deleted.
 */
import { z } from 'zod';
import { day, text } from '../../import-file/fields';
import { shown } from '../../import-file/import-error';
import type { Importer } from '../../import-file/import-records';
import { BATCH } from '../../import-file/staging';
import { stagedAs } from '../../import-file/staging-queries';
import { dropOtherPatterns, storedPatterns, writePatterns } from './bot-queries';

/**
 * COUNTER's list has about 330, and matching a user agent with all of them takes 0.16 ms. This many are one batch of
 * an import.
 */
const MAX_PATTERNS = BATCH.records;
/** The longest of COUNTER's has 76 characters. */
const MAX_LENGTH = 300;

/**
 * A number after an odd number of backslashes: a back reference, for which PostgreSQL must try all ways in which a
 * text may match.
 */
const REFERS_BACK = /(?<!\\)(\\\\)*\\[1-9]/;

/**
 * Other facts about a bot, such as its name and address, are not stored. The table checks that the pattern is a valid
 * expression.
 */
const botRecord = z.looseObject({
  pattern: text.pipe(
    z
      .string()
      .min(1, 'must not be empty')
      .max(MAX_LENGTH, `must not be longer than ${MAX_LENGTH} characters`)
      .refine((pattern) => !REFERS_BACK.test(pattern), 'must not refer back to a part of itself, as by \\1'),
  ),
  last_changed: day,
});
type BotRecord = z.infer<typeof botRecord>;

const PATTERNS = stagedAs<BotRecord>('patterns');

export const bots: Importer<BotRecord> = {
  ...PATTERNS,
  schema: botRecord,
  identity: ({ pattern }) => `pattern: ${shown(pattern)}`,
  async check(_db, batch, problems) {
    const beyond = batch.find(({ nr }) => nr === MAX_PATTERNS + 1);
    if (beyond) problems.add(beyond, `more than ${MAX_PATTERNS} patterns; join some of them by |`);
  },
  /** All of them are one batch. */
  async write(db, batch, changes) {
    const patterns = batch.map(({ value }) => value.pattern);
    const dropped = await dropOtherPatterns(db, patterns);
    for (const pattern of dropped) changes.add(`pattern ${pattern}`, 'pattern', pattern, 'nothing');
    const before = await storedPatterns(db, patterns);
    for (const { value } of batch) {
      const last_changed = before.get(value.pattern);
      const known = last_changed === undefined ? undefined : { last_changed };
      changes.compare(`pattern ${value.pattern}`, known, { last_changed: value.last_changed });
    }
    await writePatterns(
      db,
      patterns,
      batch.map(({ value }) => value.last_changed),
    );
    const unchanged = batch.filter(({ value }) => before.get(value.pattern) === value.last_changed).length;
    const added = batch.length - before.size;
    return { patterns: { added, changed: before.size - unchanged + dropped.length, unchanged } };
  },
};
