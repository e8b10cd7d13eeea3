/** Reads the arguments about the audit trail. */
import { parseArgs } from 'node:util';
import { Problem } from '../problem';

export const USAGE = `Usage: npm run audit -- verify [--head HASH]…
       npm run audit -- erase NAME|ADDRESS
verify makes every hash of both chains anew from the rows, and prints their heads. Keep these elsewhere:
--head HASH, as often as needed, shows that nothing up to a kept head was changed or cut off.
erase forgets a subject or an end user, as tokens name them, or a mail address; the chains stay whole. It cannot be undone.
It tells where the name still stands within notes, reasons and the like.`;

type AuditOptions =
  | { readonly action: 'verify'; readonly heads: readonly string[] }
  | { readonly action: 'erase'; readonly name: string };

/** @throws Problem where the arguments are not a valid command */
export function readAuditOptions(words: readonly string[]): AuditOptions {
  const { positionals, values } = parse(words);
  const [action, name, ...more] = positionals;
  const heads = values.head ?? [];
  if (action === 'verify' && name === undefined) {
    const wrong = heads.find((head) => !/^[0-9a-f]{64}$/.test(head));
    if (wrong !== undefined)
      throw new Problem(`--head: “${wrong}” is not a head: 64 hexadecimal digits, as verify prints them.`);
    return { action, heads };
  }
  if (action === 'erase' && more.length === 0 && heads.length === 0) {
    if (!name)
      throw new Problem(
        'Give the name to erase: npm run audit -- erase NAME, as tokens name the subject or the end user.',
      );
    return { action, name };
  }
  throw new Problem('Write npm run audit -- verify or erase. How: npm run audit -- --help');
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { head: { type: 'string', multiple: true } },
    });
  } catch (error) {
    throw new Problem(`${(error as Error).message.split('. ')[0]}. Options: --head`);
  }
}
