/** Adds the line numbers of the supergraph's text to the mistakes that are found in it. */
import { type DocumentNode, GraphQLError, getLocation, type Location, parse, visit } from 'graphql';

/** @returns an Error with the same lines, each with its line in the text where that is known: `line 12: …` */
export function placed(error: unknown, sdl: string): Error {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof GraphQLError && error.source?.body === sdl && error.locations?.[0]) {
    return new Error(`line ${error.locations[0].line}: ${message}`, { cause: error });
  }
  const document = parsed(sdl);
  if (!document) return new Error(message, { cause: error });
  const lines = message.split('\n').map((line) => {
    const at = locationOf(document, /^(?:Error: )?"?([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?\b/.exec(line));
    return at ? `line ${getLocation(at.source, at.start).line}: ${line}` : line;
  });
  return new Error(lines.join('\n'), { cause: error });
}

function parsed(sdl: string): DocumentNode | null {
  try {
    return parse(sdl);
  } catch {
    return null;
  }
}

/** @param coordinate such as `School` or `School.name` */
function locationOf(document: DocumentNode, coordinate: RegExpExecArray | null): Location | undefined {
  const [, type, field] = coordinate ?? [];
  const defined = document.definitions.find((node) => 'name' in node && node.name?.value === type);
  if (!defined || !('name' in defined)) return undefined;
  let at = defined.name?.loc;
  visit(defined, {
    FieldDefinition(node) {
      if (node.name.value === field) at = node.name.loc;
      return false;
    },
  });
  return at;
}
