/**
 * Compares answers of the COUNTER API with files. Values that differ from day to day or from database to database are
 * replaced by fixed ones.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../environment';
import { monthBefore } from './counter-world';

const FOLDER = path.join(PROJECT_ROOT, 'protocols/counter/fixtures');

/** Maps months by how long ago they are to fixed ones: the last complete month becomes June 2026. */
const FIXED = [
  ['2026-07', 'Jul-2026'],
  ['2026-06', 'Jun-2026'],
  ['2026-05', 'May-2026'],
  ['2026-04', 'Apr-2026'],
] as const;

/** @param ids the values that differ between databases, by the name that replaces them */
export function likeFixture(text: string, ids: Readonly<Record<string, string>>): string {
  const firstYear = Number(monthBefore(0).toFormat('yyyy')) - 2;
  let like = text.replaceAll(`Available: ${firstYear}-01`, 'Available: 2024-01');
  FIXED.forEach(([fixed, named], before) => {
    const month = monthBefore(before);
    const lastDay = new RegExp(`${month.toFormat('yyyy-MM')}-(28|29|30|31)`, 'g');
    like = like
      .replaceAll(lastDay, `${fixed}-#`)
      .replaceAll(month.toFormat('yyyy-MM'), `${fixed}#`)
      .replaceAll(month.setLocale('en').toFormat('MMM-yyyy'), `${named}#`);
  });
  // A mark protects what was replaced from being replaced again. It is removed here.
  like = like
    .replace(/(\d{4}-\d{2})-#/g, (_, month) => `${month}-${month === '2026-05' ? 31 : 30}`)
    .replaceAll('#', '');
  like = like.replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z/g, '2026-07-15T12:00:00Z');
  for (const [name, id] of Object.entries(ids))
    like = like.replaceAll(new RegExp(`Freischalter:${id}\\b`, 'g'), `Freischalter:${name}`);
  return like;
}

/** @throws Error where the file does not exist. It is then written, to be reviewed and committed */
export function readFixture(name: string, found: string): string {
  const file = path.join(FOLDER, name);
  if (!existsSync(file)) {
    writeFileSync(file, found);
    throw new Error(`${file} was missing and is written now. Look at it, and run the test again.`);
  }
  return readFileSync(file, 'utf8');
}
