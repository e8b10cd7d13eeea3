/** What an attack is: who sends what, and how. It runs in a process of its own (attacker.ts). */
import type { CallerKind } from '../../caller/caller';
import type { Service } from '../../database/roles';

/** What attackers know: tokens of their own, and ids that everybody may know. */
export interface Fixture {
  /** Of the gateway, without a slash at the end. */
  readonly url: string;
  /** One of each kind, bound to the attacker's organisation; the operator to nothing. */
  readonly tokens: Readonly<Record<CallerKind, string>>;
  /** The attacker's authority, and the numbers of its schools. */
  readonly authority: string;
  readonly schools: readonly string[];
  /** Of all schools in operation, and of all authorities that have schools. */
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

/** What became of the requests of an attacker. */
export interface Shots {
  /** Of each request, as the attack counts it. */
  size: number;
  sent: number;
  /** With data, without an error. */
  answered: number;
  /** By HTTP status and first error code, or by what became of the connection. */
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
  /** Of the attack's kind; empty where it has none. */
  readonly token: string;
  readonly shots: Shots;
  readonly over: () => boolean;
  /** A word that no attack has used before, which makes a text new. */
  unique(): string;
}

interface Described {
  readonly name: string;
  /** In a line, what is sent. */
  readonly sends: string;
  /** Whose token: a kind's, one that is made up, or none. */
  readonly token: CallerKind | 'none' | 'made up';
  /** A service that runs apart, and is away meanwhile. */
  readonly away?: Service;
  /** Whether the victim calls with API keys that the gateway has not met before. */
  readonly victimHasNewKeys?: boolean;
}

/** Sends requests on so many connections, on each the next one when the one before was answered. */
export interface RequestAttack extends Described {
  readonly connections: number;
  /** The size of what is sent; 1 where it has none. */
  readonly size: number;
  /** Whether it is made smaller, until it is let in. */
  readonly fits?: boolean;
  /** @param n counts the requests */
  shot(assault: Assault, size: number, n: number): Shot;
}

/** Does with its connections what it likes. */
export interface ConnectionAttack extends Described {
  run(assault: Assault): Promise<void>;
}

export type Attack = RequestAttack | ConnectionAttack;

/** Two attacks: as large as it is, and as large as it is let in. */
export function twice(attack: RequestAttack): RequestAttack[] {
  const sends = `${attack.sends}; as large as it is let in`;
  return [attack, { ...attack, name: `${attack.name}-let-in`, sends, fits: true }];
}
