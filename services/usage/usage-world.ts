/** What the tests of this service stand on: a few organisations and titles, and a way to ask the service as a caller. */
import { graphql } from 'graphql';
import { Client } from 'pg';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { createTestDatabase } from '../../test/database';
import { type Caller, type CallerKind, type Level, type OrganisationKey, SCOPES_OF_KIND } from '../../caller/caller';
import { contextFor } from '../subgraph/server';
import { makeSubgraphSchema } from '../subgraph/schema';
import { Session } from '../subgraph/session';
import { usageDefinition } from './service';

export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: what a test asks for is known to that test alone
  readonly data: any;
  /** `CODE: message` of the first error. */
  readonly error: string | undefined;
}

interface AskOptions {
  readonly now?: string;
  /** Whom the database takes the caller for, where that is somebody else: so one wall can be looked at alone. */
  readonly databaseCaller?: Caller;
  /** With the owner's role, no row-level security stands in the way. */
  readonly asOwner?: boolean;
}

export function callerOf(kind: CallerKind, ...bound: OrganisationKey[]): Caller {
  return { kind, subject: `test-${kind}`, scopes: SCOPES_OF_KIND[kind], bound };
}

export const OPERATOR = callerOf('operator');

export async function createUsageWorld() {
  const database = await createTestDatabase();
  const owner = new Client(database.ownerUrl);
  await owner.connect();
  const service = await new DataSource({ type: 'postgres', url: database.urlOf('usage') }).initialize();
  const ownerSource = await new DataSource({ type: 'postgres', url: database.ownerUrl, poolSize: 2 }).initialize();
  const { schema } = await makeSubgraphSchema(usageDefinition);
  const statements: string[] = [];

  async function rows<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await owner.query(sql, parameters)).rows;
  }

  async function organisation(level: Level, number: string): Promise<string> {
    const [row] = await rows<{ id: string }>(
      `insert into schools.organisation (level, state, number, name) values ($1, 'NW', $2, $1 || ' ' || $2)
       on conflict (key) do update set name = excluded.name returning id`,
      [level, number],
    );
    return (row as { id: string }).id;
  }

  /** A school in the district 05911 of NW, and in what it is said to belong to, always or in a range of time. */
  async function school(number: string, ...lines: [level: Level, number: string, valid?: string][]): Promise<void> {
    const id = await organisation('SCHOOL', number);
    const district = await organisation('DISTRICT', '05911');
    await rows(
      `insert into schools.district (id, ags, kind, number_plates) values ($1, '05911', 'Kreis', '{BO}') on conflict do nothing`,
      [district],
    );
    await rows(
      `insert into schools.municipality values ('05911000', 'Bochum', $1) on conflict do nothing`,
      [district],
    );
    await rows(
      `insert into schools.school (id, short_name, form_code, legal_form_code, municipality_ags, postcode, city, street,
                                   operation_code, operating)
       values ($1, '', '02', '1', '05911000', '', '', '', '1', '(,)')`,
      [id],
    );
    const always: [Level, string, string?][] = [['SCHOOL', number], ['DISTRICT', '05911'], ['STATE', 'NW']];
    for (const [level, above, valid] of [...always, ...lines]) {
      await rows('insert into schools.membership values ($1, $2, $3, $4)', [
        id,
        level === 'SCHOOL' ? id : await organisation(level, above),
        level,
        valid ?? '(,)',
      ]);
    }
  }

  /** @returns its id */
  async function title(number: string): Promise<string> {
    const [row] = await rows<{ id: string }>(
      `with publisher as (
         insert into licences.publisher (name) values ('Lehrfilm') on conflict (name) do update set name = excluded.name returning id)
       insert into licences.title (number, name, publisher_id, kind, rights, sort_key, search_text)
       select $1, 'Der Wald', id, 'VIDEO', '{STREAM}', 'der wald', '' from publisher returning id`,
      [number],
    );
    return (row as { id: string }).id;
  }

  async function ask(caller: Caller, source: string, variables: object = {}, options: AskOptions = {}): Promise<Answer> {
    const instant = Date.parse(options.now ?? '2025-03-15T12:00:00Z');
    const dataSource = options.asOwner ? ownerSource : service;
    const context = {
      ...contextFor({ caller, instant, requestId: 'test' }, dataSource),
      session: new Session(dataSource, options.databaseCaller ?? caller),
    };
    const query = context.session.query.bind(context.session);
    context.session.query = (sql, parameters) => {
      statements.push(sql);
      return query(sql, parameters);
    };
    try {
      const { data, errors } = await graphql({ schema, source, variableValues: { ...variables }, contextValue: context });
      const error = errors?.[0];
      return { data, error: error && `${error.extensions.code ?? error.originalError}: ${error.message}` };
    } finally {
      await context.session.end();
    }
  }

  return {
    rows,
    school,
    title,
    ask,
    /** The statements of reads so far, by what was asked through `ask`. */
    statements,
    serviceUrl: database.urlOf('usage'),
    log: pino({ level: 'silent' }),
    async close() {
      await service.destroy();
      await ownerSource.destroy();
      await owner.end();
      await database.drop();
    },
  };
}

export type UsageWorld = Awaited<ReturnType<typeof createUsageWorld>>;
