/** Supergraphs for comparing executors: our own, and those of this folder, each made from a folder of subgraphs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { PROJECT_ROOT } from '../../../environment';
import { readSupergraph } from '../../supergraph/supergraph';

export interface TestSupergraph {
  readonly name: string;
  readonly supergraph: string;
  /** SDL, by name. */
  readonly subgraphs: Readonly<Record<string, string>>;
}

const SCHEMA = join(PROJECT_ROOT, 'schema');
const HERE = join(PROJECT_ROOT, 'gateway/execution/test-supergraphs');

export function readSupergraphs(): TestSupergraph[] {
  const folders = readdirSync(HERE, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [ours(), ...folders.map(({ name }) => composed(name))];
}

function ours(): TestSupergraph {
  const supergraph = readSupergraph(readFileSync(join(SCHEMA, 'supergraph.graphql'), 'utf8')).forPlanner;
  const names = ['schools', 'licences', 'usage'];
  return { name: 'freischalter', supergraph, subgraphs: readAll(SCHEMA, names) };
}

function composed(folder: string): TestSupergraph {
  const files = readdirSync(join(HERE, folder)).filter((file) => file.endsWith('.graphql'));
  const subgraphs = readAll(
    join(HERE, folder),
    files.map((file) => file.replace('.graphql', '')),
  );
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({ name, url: name, typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(`${folder}: ${errors?.join('\n')}`);
  return { name: folder, supergraph: supergraphSdl, subgraphs };
}

function readAll(folder: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, `${name}.graphql`), 'utf8')]));
}
