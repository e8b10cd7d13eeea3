/**
 * Finds the text of an operation that was sent by its id, and decides which texts are accepted.
 *
 * Trusted documents are listed by the installation. Other texts may be sent by their hash after they were answered
 * once (automatic persisted queries, in Apollo's protocol), unless only trusted documents are accepted.
 */
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../../caller/caller';
import type { CacheSize } from '../../telemetry/metrics';
import { sharesOf } from '../cache-memory';
import { badRequest, unauthenticated } from '../errors/errors';
import type { SentOperation } from '../parsing/client-operation';
import { hashOf, type TrustedDocument } from './documents-manifest';

export interface DocumentsOptions {
  readonly trusted: readonly TrustedDocument[];
  /** Whether operations that are in no manifest are refused. */
  readonly only: boolean;
  /**
   * How many bytes of memory the texts may take that are listed nowhere. A text that is lost costs its client a
   * second request.
   */
  readonly bytes?: number;
}

interface FoundDocument {
  readonly text: string;
  /**
   * To be called when the answer holds data, and not before: else callers who may ask for nothing could fill the
   * memory.
   */
  keep(): void;
}

interface Documents {
  /** The size of the cache for texts that are listed nowhere. */
  readonly size: CacheSize;
  /**
   * @param client the name that the client states. It narrows what is trusted to the client's own manifest; without a
   * name all manifests count, so a false name opens nothing.
   * @throws PERSISTED_QUERY_NOT_FOUND, OPERATION_NOT_TRUSTED, BAD_REQUEST where id and text do not fit together,
   * UNAUTHENTICATED
   */
  find(sent: SentOperation, client: string | null, caller: Caller | null): FoundDocument;
}

/** A larger text was made for one request, and is not kept. */
const LARGEST_BYTES = 64_000;
/** The size of each entry besides its characters. */
const ENTRY_BYTES = 300;

/** Texts by id and by hash, in both forms of the hash. */
type Texts = ReadonlyMap<string, string>;

/** @throws Error where one id stands for two texts, or where only trusted documents are accepted and there are none */
export function createDocuments({ trusted, only, bytes = sharesOf().texts }: DocumentsOptions): Documents {
  if (only && trusted.length === 0) {
    throw new Error('Only trusted operations are to be taken, and no manifest lists one: nothing could be asked.');
  }
  const all = textsOf(trusted);
  const clients = new Map(
    [...new Set(trusted.map(({ client }) => client))].map((client) => [
      client,
      textsOf(trusted.filter((document) => document.client === client)),
    ]),
  );
  const kept = new LRUCache<string, string>({
    maxSize: bytes,
    maxEntrySize: LARGEST_BYTES,
    sizeCalculation: ({ length }) => ENTRY_BYTES + 2 * length,
  });
  const none: Texts = new Map();

  return {
    get size() {
      return { bytes: kept.calculatedSize, entries: kept.size, most: bytes };
    },
    find({ query, id }, client, caller) {
      const texts = client === null ? all : (clients.get(client) ?? none);
      if (query === null) {
        if (!caller)
          throw unauthenticated(
            'Operations sent by id need a token. Send one in the header “Authorization: Bearer …”.',
          );
        const text = texts.get(id ?? '') ?? kept.get(plain(id ?? ''));
        if (text === undefined) throw notFound();
        return { text, keep: () => undefined };
      }
      const hash = only || id !== null ? hashOf(query) : null;
      if (id !== null && plain(id) !== hash && texts.get(id) !== query) {
        throw badRequest(
          `The id ${id.slice(0, 100)} is not the SHA-256 of the operation’s text. Send the hash of exactly this text.`,
        );
      }
      if (only && !texts.has(hash ?? '')) throw notTrusted(client);
      const remember = !only && id !== null && plain(id) === hash;
      return { text: query, keep: () => remember && hash && kept.set(hash, query) };
    },
  };
}

function textsOf(documents: readonly TrustedDocument[]): Texts {
  const texts = new Map<string, string>();
  for (const { id, hash, text, place } of documents) {
    if ((texts.get(id) ?? text) !== text) {
      throw new Error(`${place}: the id ${id} stands for another text elsewhere. Give each text an id of its own.`);
    }
    for (const name of [id, hash, `sha256:${hash}`]) texts.set(name, text);
  }
  return texts;
}

function plain(id: string): string {
  return id.startsWith('sha256:') ? id.slice('sha256:'.length) : id;
}

/** Clients recognise this message, some of them by the message alone, and then send the text. */
function notFound(): GraphQLError {
  return new GraphQLError('PersistedQueryNotFound', { extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } });
}

function notTrusted(client: string | null): GraphQLError {
  const whose = client === null ? 'a request that names no client' : `client ${client.slice(0, 100)}`;
  return new GraphQLError(
    `Operation is not a trusted document for ${whose}. Ask the operator to list it, then send its text exactly as listed, or its id.`,
    { extensions: { code: 'OPERATION_NOT_TRUSTED' } },
  );
}
