import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

export function composeTestSupergraph(subgraphs: readonly { name: string; sdl: string; url?: string }[]): string {
  const composed = composeServices(
    subgraphs.map(({ name, sdl, url = 'http://not-used.invalid' }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (!composed.supergraphSdl) throw new Error(composed.errors?.map(({ message }) => message).join('\n'));
  return composed.supergraphSdl;
}
