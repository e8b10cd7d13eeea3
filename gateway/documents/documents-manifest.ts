/** Reads manifests of trusted documents, as the builds of clients write them. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

export interface TrustedDocument {
  /** The client that may send it, by the name that the client states. */
  readonly client: string;
  /** What the client sends as its id: its hash, `sha256:` and its hash, or another id that the build made. */
  readonly id: string;
  readonly text: string;
  /** {@link hashOf} of the text. */
  readonly hash: string;
  /** Where it is listed, for messages: `lms.json, operation Titles`. */
  readonly place: string;
}

const text = z.string().min(1);
const APOLLO = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: text, name: z.string().optional(), body: text })),
});
const RELAY = z.record(text, text);

/** Returns the SHA-256 of the text as it is written, in hexadecimal. */
export function hashOf(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}

/**
 * Reads the two common formats: Apollo's persisted query manifest, and a map from ids to texts as Relay and others
 * write it.
 *
 * @param file its name, for messages
 * @throws Error that names the file, and the operation where the mistake is in one
 */
export function readManifest(client: string, file: string, content: string): readonly TrustedDocument[] {
  return operationsIn(file, content).map(({ id, name, body }) => {
    const hash = hashOf(body);
    const place = `${file}, operation ${name || id}`;
    const claimed = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(id)?.[1] ?? (id.startsWith('sha256:') ? id : hash);
    if (claimed !== hash) {
      throw new Error(
        `${place}: its id ${id} is no hash of its text, which is ${hash}. Have the client’s build write it anew.`,
      );
    }
    return { client, id, text: body, hash, place };
  });
}

function operationsIn(file: string, content: string): readonly { id: string; name?: string; body: string }[] {
  let read: unknown;
  try {
    read = JSON.parse(content);
  } catch (error) {
    throw new Error(`${file} is no JSON: ${(error as Error).message}`);
  }
  const isMap = typeof read !== 'object' || read === null || !('format' in read);
  if (isMap) return Object.entries(checked(RELAY, file, read)).map(([id, body]) => ({ id, body }));
  return checked(APOLLO, file, read).operations;
}

function checked<Shape extends z.ZodType>(shape: Shape, file: string, read: unknown): z.output<Shape> {
  const result = shape.safeParse(read);
  if (result.success) return result.data;
  const wrong = result.error.issues[0];
  const place = wrong?.path.length ? ` at ${wrong.path.join('.')}` : '';
  throw new Error(
    `${file}${place}: ${wrong?.message}. Write {"sha256:…": "query …"}, or a manifest of the format apollo-persisted-query-manifest, version 1.`,
  );
}
