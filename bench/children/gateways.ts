/** Starts gateways, each in a process of its own, all with the same keys. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SERVICES, type Service } from '../../database/roles';
import { PROJECT_ROOT } from '../../environment';
import { readSupergraph } from '../../gateway/supergraph/supergraph';
import { ISSUER, VERIFICATION } from '../load/tokens';
import { HIVE } from '../peers';
import { type Child, startChild } from './child';
import type { OurSettings } from './ours';
import type { SubgraphSettings } from './subgraph';

export const SIGNING_KEYS = ['a signing key of the bench'];
export const SUPERGRAPH = path.join(PROJECT_ROOT, 'schema', 'supergraph.graphql');

/** A folder for files that the children read. It is deleted at the end. */
export interface WorkFolder {
  /** @returns the path of the file */
  write(name: string, content: string): string;
  clear(): void;
}

export function openWorkFolder(): WorkFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'freischalter-bench-'));
  return {
    write(name, content) {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return file;
    },
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Starts each subgraph in a process of its own, over HTTP. */
export function startSubgraphs(databases: Readonly<Record<Service, string>>): Promise<(readonly [Service, Child])[]> {
  return Promise.all(
    SERVICES.map(async (service) => {
      const settings: SubgraphSettings = { service, database: databases[service], signingKeys: SIGNING_KEYS };
      return [service, await startChild({ program: 'subgraph', settings })] as const;
    }),
  );
}

export function startOurs(
  settings: Pick<OurSettings, 'subgraphs' | 'watched'>,
  place: { readonly core?: number; readonly nodeOptions?: readonly string[] } = {},
): Promise<Child> {
  const all: OurSettings = { supergraph: SUPERGRAPH, issuer: ISSUER, signingKeys: SIGNING_KEYS, ...settings };
  return startChild({ program: 'ours', settings: all, ...place });
}

/** @param signingKeys are given where the subgraphs require signed requests */
export function startStock(supergraph: string, core?: number, signingKeys?: readonly string[]): Promise<Child> {
  return startChild({ program: 'stock', settings: { supergraph, signingKeys }, core });
}

export function startVerifyingStock(supergraph: string, core: number): Promise<Child> {
  return startChild({ program: 'stock', settings: { supergraph, verification: VERIFICATION }, core });
}

export function startHive(supergraph: string, planner: 'JavaScript' | 'Rust', core: number): Promise<Child> {
  return startChild({ program: HIVE, settings: { supergraph, planner }, core });
}

export function startVerifyingHive(supergraph: string, planner: 'JavaScript' | 'Rust', core: number): Promise<Child> {
  return startChild({ program: HIVE, settings: { supergraph, planner, verification: VERIFICATION }, core });
}

/**
 * Returns the supergraph for gateways that do not know our directives: without the directives, and with the addresses
 * of the subgraphs.
 */
export function plainSupergraph(folder: WorkFolder, addresses: Readonly<Record<string, string>>): string {
  const { forPlanner } = readSupergraph(readFileSync(SUPERGRAPH, 'utf8'));
  const text = Object.entries(addresses).reduce(
    (sdl, [name, url]) => sdl.replace(`http://${name}.invalid`, url),
    forPlanner,
  );
  return folder.write('plain-supergraph.graphql', text);
}
