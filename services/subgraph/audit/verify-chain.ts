/**
 * Verifies that an audit trail is what was written: every hash is computed anew from the rows, in constant memory. It
 * also verifies that the tables agree with the trail, so nobody changed them while the triggers were off.
 */
import { createHash } from 'node:crypto';
import type { Queryable } from '../../../database/queryable';
import { findBypassed } from './bypass-queries';
import {
  type AuditedService,
  countStrays,
  findHead,
  type HashedEntry,
  hashedEntries,
  type Link,
  links,
  sha256,
} from './chain-queries';

export interface ChainReport {
  readonly service: AuditedService;
  readonly changes: number;
  readonly entries: number;
  /** The hash of the last link, in hexadecimal; zeros while there is none. */
  readonly head: string;
  /** When the last change was made; null while there is none. */
  readonly lastAt: Date | null;
  /** The tables whose changes are recorded. */
  readonly tables: readonly string[];
  /** The position of each kept head in this chain, by its hash. */
  readonly kept: ReadonlyMap<string, number>;
  /** Sentences, each about one thing that is not as it was written. Only the first of them are listed. */
  readonly problems: readonly string[];
  /** How many more problems there are. */
  readonly more: number;
}

/** How many problems are listed one by one. */
const MAX_LISTED = 20;
/** After how many changes progress is reported. */
const STEP = 10_000;
const NOTHING = Buffer.alloc(32);

/**
 * @param db one snapshot of the owner, so that later writes are not seen
 * @param kept hashes of heads that were kept elsewhere, in hexadecimal
 * @param progress called with the number of changes that were verified so far
 */
export async function verifyChain(
  db: Queryable,
  service: AuditedService,
  kept: ReadonlySet<string> = new Set(),
  progress: (changes: number) => void = () => undefined,
): Promise<ChainReport> {
  const problems: string[] = [];
  let more = 0;
  const tell = (problem: string) => {
    if (problems.length < MAX_LISTED) problems.push(problem);
    else more += 1;
  };
  const entries = new EntriesInOrder(hashedEntries(db, service));
  const found = new Map<string, number>();
  let previous: Buffer = NOTHING;
  if (kept.has(NOTHING.toString('hex'))) found.set(NOTHING.toString('hex'), 0);
  let position = 0;
  let changes = 0;
  let lastAt: Date | null = null;
  for await (const link of links(db, service)) {
    const at = Number(link.position);
    const digest = await entries.digestOf(link.position);
    if (at !== position + 1) tell(missing(position + 1, at - 1));
    else if (!link.previous.equals(previous)) tell(`${nameOf(link)} does not follow the change before it.`);
    for (const problem of problemsOf(link, digest)) tell(problem);
    const hash = link.hash.toString('hex');
    if (kept.has(hash)) found.set(hash, at);
    previous = link.hash;
    position = at;
    changes += 1;
    lastAt = link.at;
    if (changes % STEP === 0) progress(changes);
  }
  const head = await findHead(db, service);
  if ((head ? Number(head.position) : 0) !== position || !(head?.hash ?? NOTHING).equals(previous)) {
    tell(
      `The end of the chain is missing: it ends with change ${position}, and its head is ${head?.position ?? 'gone'}.`,
    );
  }
  const strays = await countStrays(db, service);
  if (strays.changes > 0) tell(`Changes that are not in the chain: ${strays.changes}.`);
  if (strays.entries > 0) tell(`Entries of no change in the chain: ${strays.entries}.`);
  if (strays.names > 0) tell(`Names that are gone without an entry of their erasure: ${strays.names}.`);
  const tables = await findBypassed(db, service);
  for (const { table, silent, rows } of tables) {
    if (silent.length > 0) tell(`Changes of ${table} are not recorded: ${silent.join(', ')}.`);
    if (rows > 0) tell(`Rows of ${table} that were changed past the trail: ${rows}.`);
  }
  return {
    service,
    changes,
    entries: entries.count,
    head: previous.toString('hex'),
    lastAt,
    tables: tables.map(({ table }) => table),
    kept: found,
    problems,
    more,
  };
}

function nameOf({ position, changeId, at }: Link): string {
  return `Change ${changeId} (link ${position}${at ? `, ${at.toISOString()}` : ''})`;
}

function missing(first: number, last: number): string {
  return first === last ? `Link ${first} is missing.` : `Links ${first} to ${last} are missing.`;
}

function problemsOf(link: Link, digest: Buffer): string[] {
  if (link.at === null) return [`${nameOf(link)} is missing.`];
  const problems: string[] = [];
  if (!sha256(link.previous, link.header, digest).equals(link.hash)) {
    problems.push(`${nameOf(link)} or its entries are not what was written.`);
  }
  if (isOther(link.authorSalt, link.authorName, link.authorDigest)) {
    problems.push(`${nameOf(link)} has another author than was written.`);
  }
  if (isOther(link.endUserSalt, link.endUserName, link.endUserDigest)) {
    problems.push(`${nameOf(link)} has another end user than was written.`);
  }
  return problems;
}

/** Tells whether the digest is another name's. An erased name has no salt. */
function isOther(salt: Buffer | null, name: string | null, digest: Buffer | null): boolean {
  return salt !== null && name !== null && !(digest && sha256(salt, name).equals(digest));
}

/** The digests of the entries of each change, one change after another. */
class EntriesInOrder {
  count = 0;
  private next: HashedEntry | undefined;
  private begun = false;

  constructor(private readonly entries: AsyncGenerator<HashedEntry>) {}

  async digestOf(position: string): Promise<Buffer> {
    if (!this.begun) await this.advance();
    const hash = createHash('sha256');
    while (this.next?.position === position) {
      hash.update(sha256(this.next.content));
      this.count += 1;
      await this.advance();
    }
    return hash.digest();
  }

  private async advance(): Promise<void> {
    this.begun = true;
    const { value, done } = await this.entries.next();
    this.next = done ? undefined : value;
  }
}
