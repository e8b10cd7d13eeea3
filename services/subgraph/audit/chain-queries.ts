/**
 * Reads what a chain is made of, in the form that was hashed (`directory.seal_change`). It calls only functions that
 * PostgreSQL itself brings, so that a function which somebody replaced has no effect.
 */
import { createHash } from 'node:crypto';
import { onlyRow, type Queryable } from '../../../database/queryable';
import {
  bigint,
  bytea,
  instant,
  int,
  neverNull,
  nullable,
  type RowOf,
  statement,
  text,
} from '../../../database/statement';

export const AUDITED_SERVICES = ['schools', 'licences'] as const;
export type AuditedService = (typeof AUDITED_SERVICES)[number];

const LINK = {
  position: bigint,
  changeId: bigint,
  previous: bytea,
  hash: bytea,
  /** Null where the change is missing. */
  at: nullable(instant),
  header: neverNull(text, 'an array is not null, whatever is in it'),
  authorId: nullable(bigint),
  authorDigest: nullable(bytea),
  authorSalt: nullable(bytea),
  authorName: nullable(text),
  endUserId: nullable(bigint),
  endUserDigest: nullable(bytea),
  endUserSalt: nullable(bytea),
  endUserName: nullable(text),
};
export type Link = RowOf<typeof LINK>;

const ENTRY = { position: bigint, id: bigint, content: neverNull(text, 'all that it is put together of is not null') };
export type HashedEntry = RowOf<typeof ENTRY>;

const HEAD = { position: bigint, hash: bytea };
type Head = RowOf<typeof HEAD>;

/** How many rows are in memory at a time. */
const BATCH = 1_000;

const digestedName = (person: string) => `jsonb_build_array(${person}.name, ${person}.bound)::text`;

function statementsOf(service: AuditedService) {
  return {
    links: statement(
      `${service} auditLinks`,
      `select l.position, l.change_id as "changeId", l.previous, l.hash, c.at,
         jsonb_build_array(l.position, c.id, c.transaction_id, (extract(epoch from c.at) * 1000000)::bigint, c.operation,
           c.reason, c.source, c.kind, c.bound, c.author_id, encode(c.author_digest, 'hex'), c.end_user_id,
           encode(c.end_user_digest, 'hex'))::text as header,
         c.author_id as "authorId", c.author_digest as "authorDigest", author.salt as "authorSalt",
         ${digestedName('author')} as "authorName", c.end_user_id as "endUserId",
         c.end_user_digest as "endUserDigest", end_user.salt as "endUserSalt", ${digestedName('end_user')} as "endUserName"
       from ${service}.audit_link l left join ${service}.audit_change c on c.id = l.change_id
       left join ${service}.audit_person author on author.id = c.author_id
       left join ${service}.audit_person end_user on end_user.id = c.end_user_id
       where l.position > $1 order by l.position limit ${BATCH}`,
      LINK,
    ),
    entries: statement(
      `${service} auditChainEntries`,
      `select l.position, e.id, jsonb_build_array(e.id, e.object, e.object_id, e.owner_id, e.holder_id)::text
           || E'\\n' || coalesce(e.before::text, '') || E'\\n' || coalesce(e.after::text, '') as content
       from ${service}.audit_link l join ${service}.audit_entry e on e.change_id = l.change_id
       where l.position >= $1 and (l.position, e.id) > ($1, $2::bigint) order by l.position, e.id limit ${BATCH}`,
      ENTRY,
    ),
    head: statement(`${service} auditHead`, `select position, hash from ${service}.audit_head`, HEAD),
    strays: statement(
      `${service} auditStrays`,
      `select
         (select count(*)::int from ${service}.audit_change c
          where not exists (select from ${service}.audit_link l where l.change_id = c.id)) as changes,
         (select count(*)::int from ${service}.audit_entry e
          where not exists (select from ${service}.audit_link l where l.change_id = e.change_id)) as entries,
         (select count(*)::int from (
            select author_id as id from ${service}.audit_change where author_id is not null
            union select end_user_id from ${service}.audit_change where end_user_id is not null) named
          where not exists (select from ${service}.audit_person p where p.id = named.id)
            and not exists (select from ${service}.audit_entry e where e.object = 'audit_person' and e.object_id = named.id))
           as names`,
      {
        changes: int,
        entries: int,
        names: int,
      },
    ),
  };
}

const STATEMENTS = { schools: statementsOf('schools'), licences: statementsOf('licences') };

export async function* links(db: Queryable, service: AuditedService): AsyncGenerator<Link> {
  let last = '0';
  for (;;) {
    const batch = await db.query(STATEMENTS[service].links, [last]);
    yield* batch;
    const end = batch.at(-1);
    if (!end || batch.length < BATCH) return;
    last = end.position;
  }
}

/** In the order of the chain, and within a change in the order of the entries' ids. */
export async function* hashedEntries(db: Queryable, service: AuditedService): AsyncGenerator<HashedEntry> {
  let last = { position: '0', id: '0' };
  for (;;) {
    const batch = await db.query(STATEMENTS[service].entries, [last.position, last.id]);
    yield* batch;
    const end = batch.at(-1);
    if (!end || batch.length < BATCH) return;
    last = end;
  }
}

export async function findHead(db: Queryable, service: AuditedService): Promise<Head | undefined> {
  const [head] = await db.query(STATEMENTS[service].head);
  return head;
}

/** Counts what no link leads to: changes, entries, and names that are gone without an entry of their erasure. */
export async function countStrays(db: Queryable, service: AuditedService) {
  return onlyRow(await db.query(STATEMENTS[service].strays));
}

export const sha256 = (...parts: readonly (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
