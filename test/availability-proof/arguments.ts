/** The arguments of `npm run prove -- availability`. */
import { parseArgs } from 'node:util';
import type { Attack } from './attack';
import { ATTACKS } from './attacks';

interface AvailabilityArguments {
  readonly attacks: readonly Attack[];
  readonly seconds: number;
  readonly lawful: boolean;
  /** The file to which the rows are written as JSON. */
  readonly json?: string;
}

const SECONDS = 60;
const QUICK_SECONDS = 8;

export const AVAILABILITY_USAGE = [
  `Usage: npm run prove -- availability [--attack NAME …] [--seconds ${SECONDS}] [--quick] [--json FILE]`,
  `  --quick: ${QUICK_SECONDS} s for each attack, and without the lawful load beside it`,
  `  attacks: ${ATTACKS.map(({ name }) => name).join(' ')}`,
].join('\n');

/** @throws Error that names what is wrong and what is accepted instead */
export function readAvailabilityArguments(words: readonly string[]): AvailabilityArguments {
  const { values } = parseArgs({
    args: [...words],
    options: {
      attack: { type: 'string', multiple: true },
      seconds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  const { attack: names, quick, json } = values;
  const unknown = names?.find((name) => !ATTACKS.some((attack) => attack.name === name));
  if (unknown !== undefined) throw new Error(`There is no attack “${unknown}”.\n${AVAILABILITY_USAGE}`);
  const seconds = values.seconds === undefined ? (quick ? QUICK_SECONDS : SECONDS) : Number(values.seconds);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 600)
    throw new Error(`--seconds ${values.seconds}: write a number from 1 to 600.`);
  return { attacks: ATTACKS.filter(({ name }) => !names || names.includes(name)), seconds, lawful: !quick, json };
}
