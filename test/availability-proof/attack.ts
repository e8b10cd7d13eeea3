/** What an attack is: who sends what, and how. It runs in a process of its own (attacker.ts). */
import type { CallerKind } from '../../caller/caller';
import type { Service } from '../../database/roles';

/** What attackers know: tokens of their own, and ids that everybody may know. */
export interface Ground {
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
  /** Licences that the attacker's authority owns. */
  readonly licences: readonly string[];
}

/** What became of the requests of an attacker. */
export interface Shots {
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
  readonly ground: Ground;
  /** Of the attack's kind; empty where it has none. */
  readonly token: string;
  readonly shots: Shots;
  readonly over: () => boolean;
  /** A text that no attack has used before. */
  unique(): string;
}

export interface Attack {
  readonly name: string;
  /** In a line, what is sent. */
  readonly sends: string;
  /** Whose token: a kind's, one that is made up, or none. */
  readonly token: CallerKind | 'none' | 'made up';
  /** A service that runs apart, and is away meanwhile. */
  readonly away?: Service;
  /** Whether the victim calls with API keys that the gateway has not met before. */
  readonly victimHasNewKeys?: boolean;
  run(assault: Assault): Promise<void>;
}
