/** The forms in which an id may be written, stated by the proof itself and independently of the product. */
import type { Chance } from './chance';

/** All organisations of the proof belong to this state. */
const STATE = 'NW';

type Spelling = (number: string) => string;

const SPELLINGS: readonly Spelling[] = [
  (number) => `${STATE}:${number}`,
  (number) => `${STATE}_${number}`,
  (number) => `DE-${STATE}-${number}`,
  /** A number that begins as a state does is never written alone: it could mean that state. */
  (number) => (/^[A-Z]{2}-/.test(number) ? `${STATE}:${number}` : number),
];

export function anySpelling(chance: Chance): Spelling {
  return chance.holds(0.5) ? (SPELLINGS[0] as Spelling) : chance.of(SPELLINGS);
}

/** @param state the state that was given beside the text, where the field takes one */
export function isSpelled({ number }: { readonly number: string }, text: unknown, state: unknown = STATE): boolean {
  return state === STATE && SPELLINGS.some((spelling) => spelling(number) === String(text));
}
