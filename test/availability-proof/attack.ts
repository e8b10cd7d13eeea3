/** Describes an attack: who sends what, and how. It runs in a process of its own (attacker.ts). */
import type { CallerKind } from '../../caller/caller';
import type { Service } from '../../database/roles';

/** What attackers have: tokens of their own, and ids that are public. */
export interface Fixture {
  /** The address of the gateway, without a slash at the end. */
  readonly url: string;
  /** A token of each kind, bound to the attacker's organisation; the operator's is bound to nothing. */
  readonly tokens: Readonly<Record<CallerKind, string>>;
  /** The attacker's authority, and the numbers of its schools. */
  readonly authority: string;
  readonly schools: readonly string[];
  /** The numbers of all schools in operation, and of all authorities that have schools. */
  readonly allSchools: readonly string[];
  readonly allAuthorities: readonly string[];
  readonly titles: readonly string[];
  /** Their media numbers. */
  readonly titleNumbers: readonly string[];
  /** A package that the attacker's authority keeps, and that all of its licences cover. */
  readonly package: string;
  /** Licences that the attacker's authority owns. */
  readonly licences: readonly string[];
}

/** The outcomes of an attacker's requests. */
export interface Shots {
  /** The size of each request, in the unit of the attack. */
  size: number;
  sent: number;
  /** The number of answers with data and without an error. */
  answered: number;
  /** The number of refusals by HTTP status and first error code, or by how the connection ended. */
  readonly refused: Record<string, number>;
  bytesSent: number;
  bytesRead: number;
}

export interface Shot {
  readonly method?: 'GET' | 'POST' | 'OPTIONS';
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** An attacker at work, until the time is up. */
export interface Assault {
  readonly fixture: Fixture;
  /** A token of the attack's kind; empty where it has none. */
  readonly token: string;
  readonly shots: Shots;
  readonly over: () => boolean;
  /** A word that no attack has used before, which makes a text new. */
  unique(): string;
}

interface Described {
  readonly name: string;
  /** What is sent, in one line. */
  readonly sends: string;
  /** The token that is sent: one of a kind of caller, a made-up one, or none. */
  readonly token: CallerKind | 'none' | 'made up';
  /** A service that runs in a process of its own, and is away during the attack. */
  readonly away?: Service;
  /** Whether the victim calls with API keys that the gateway has not met before. */
  readonly victimHasNewKeys?: boolean;
}

/** Sends requests on a number of connections. Each sends the next one when the one before was answered. */
export interface RequestAttack extends Described {
  readonly connections: number;
  /** The size of what is sent; 1 where it has none. */
  readonly size: number;
  /** Whether it is made smaller until the gateway accepts it. */
  readonly fits?: boolean;
  /** @param n the number of the request */
  shot(assault: Assault, size: number, n: number): Shot;
}

/** An attack that uses its connections freely. */
export interface ConnectionAttack extends Described {
  run(assault: Assault): Promise<void>;
}

export type Attack = RequestAttack | ConnectionAttack;

/** Returns two attacks: one at its full size, and one at the largest size that the gateway accepts. */
export function twice(attack: RequestAttack): RequestAttack[] {
  const sends = `${attack.sends}; as large as it is let in`;
  return [attack, { ...attack, name: `${attack.name}-let-in`, sends, fits: true }];
}
