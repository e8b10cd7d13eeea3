/** The present list of licensed titles of a school, whole, as segments that the database stores by their content. */
import { createHash } from 'node:crypto';
import { ALWAYS } from '../../../access/period';
import { rightSet } from '../../../access/right';
import type { Allowance, DenialReason } from '../../../access/rule';
import type { SubgraphContext } from '../../subgraph/context';
import type { Transaction } from '../../subgraph/database/session';
import { Fault } from '../../subgraph/fault';
import { NONE_TAKEN } from '../access/access-queries';
import type { Ruling, TitleContents } from '../access/ruling';
import { type DecidedKey, factsOfKey, writeSegments } from './whole-list-queries';

/** The decision about a title, except its end: basis, entitlement, level, rights. */
export type KeptDecision = Pick<Allowance, 'basis' | 'entitlement' | 'level' | 'rights'>;

export interface WholeList {
  /** Digests of segments, in the order of their titles. */
  readonly segments: readonly string[];
  /** By digest. */
  readonly decisions: Readonly<Record<string, KeptDecision>>;
}

/** The catalogue may change between two of them. */
const MAX_ATTEMPTS = 5;

/**
 * It takes one statement where all keys are known, otherwise two, however long the list is; more where the catalogue
 * changes meanwhile.
 *
 * @param ruling without seats
 * @param keys that titles may have; missing ones are added
 * @throws Fault where the rule allows nothing for a title that SQL lists, as for a page of the list
 */
export async function writeWholeList(
  db: Transaction,
  ruling: Ruling,
  { turns, foundFault }: Pick<SubgraphContext, 'turns' | 'foundFault'>,
  keys: Set<string>,
): Promise<WholeList> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const decisions: Record<string, KeptDecision> = {};
    const denied = new Map<string, DenialReason>();
    const decided = await turns.map([...keys], (key): DecidedKey[] => {
      const decision = ruling.decide(titleOf(key));
      if (decision.outcome === 'DENIED') {
        denied.set(key, decision.reason);
        return [];
      }
      const { basis, entitlement, level, rights, validUntil } = decision;
      const digest = digestOf([basis, entitlement, level, rights]);
      decisions[digest] = { basis, entitlement, level, rights };
      return [{ key, digest, validUntil }];
    });
    const { segments, undecided } = await writeSegments(db, ruling, decided.flat());
    if (undecided.length === 0) return { segments, decisions };
    for (const key of undecided) {
      const reason = denied.get(key);
      if (reason) throw listedButDenied({ key, reason }, foundFault);
      keys.add(key);
    }
  }
  throw new Error('The catalogue changed each time that a whole list was read.');
}

/** Returns a title with this key, and without an end of its own. */
function titleOf(key: string): TitleContents {
  const { rights, openlyLicensed, contents } = factsOfKey(key);
  const facts = { rights: rightSet(rights), openlyLicensed, playout: ALWAYS, withdrawnAt: Infinity };
  return { title: { facts }, contents, decisionKey: null, seatFreeFrom: NONE_TAKEN };
}

function listedButDenied(facts: Record<string, string>, foundFault: SubgraphContext['foundFault']): Fault {
  const fault = new Fault('listed-but-denied', 'The list holds titles that the access rule denies.', facts);
  foundFault?.(fault);
  return fault;
}

/** The same wherever the decision is the same. */
function digestOf(decision: readonly unknown[]): string {
  const hex = createHash('sha256').update(JSON.stringify(decision)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
