/** Measures what licensing costs a list: pages and checks are compared with the same catalogue without any licence. */
import pino from 'pino';
import type { AccessRequest } from '../access/rule';
import { connect } from '../database/connection';
import { findTitlesWithPackages, listLicensedTitles } from '../services/licences/access/access-queries';
import { cachedRuling } from '../services/licences/access/ruling-cache';
import type { TitlePage, TitlePlace } from '../services/licences/title/title-page';
import { findTitles, listTitles } from '../services/licences/title/title-queries';
import { type InvalidationFeed, openInvalidationFeed } from '../services/subgraph/cache/invalidation-feed';
import type { TestDatabase } from '../test/database';
import { contextOf, inSession, type OpenSchool, openSchool } from '../test/open-school';
import { startSystem, tokenOf } from '../test/system';
import { until } from '../test/until';
import { compare, type Measured, table } from './compare';
import { makeLargeWorld } from './large-world';

interface AccessFigures {
  readonly titles: number;
  readonly licences: number;
  readonly pages: readonly Measured[];
  readonly checks: readonly Measured[];
  readonly gateway: readonly Measured[];
}

const PAGE = 20;
const CHECKED = 500;

export async function benchAccess(
  database: TestDatabase,
  quick: boolean,
  say: (line: string) => void,
): Promise<AccessFigures> {
  const rounds = quick ? 40 : 300;
  say('making 60,000 titles, and a school with 5,000 licences in force');
  const world = await makeLargeWorld(database.query, 60_000, 5_000);
  const options = { poolSize: 4, applicationName: 'bench' };
  const schools = await connect(database.urlOf('schools'), options);
  const licences = await connect(database.urlOf('licences'), options);
  const log = pino({ level: 'silent' });
  const kept = {
    schools: openInvalidationFeed(database.urlOf('schools'), 'freischalter_schools', log),
    licences: openInvalidationFeed(database.urlOf('licences'), 'freischalter_licences', log),
  };
  const positions = await database.query<TitlePlace>(
    'select 0 as rank, sort_key as "sortKey", id from licences.title order by md5(number) limit 500',
  );
  try {
    const busy = await openSchool(schools, world.busySchool);
    const sparse = await openSchool(schools, world.sparseSchool);
    const pageAt = (round: number): TitlePage => {
      return { search: null, filter: {}, first: PAGE, after: positions[round % positions.length] ?? null };
    };
    const licensedPage = ({ caller, timeline }: OpenSchool, page: TitlePage, changes?: InvalidationFeed) =>
      inSession(licences, caller, async (session) => {
        const ruling = await cachedRuling(contextOf(caller, session, changes), timeline, now());
        const found = await listLicensedTitles(session, ruling, page);
        found.rows.forEach(ruling.decide);
      });
    const pageOfKept = async (page: TitlePage) =>
      licensedPage(await openSchool(schools, world.busySchool, undefined, kept.schools), page, kept.licences);
    /** Each round sets another end, so that the school's timeline differs each time. */
    const change = (...levels: string[]) => {
      return async (round: number) => {
        await database.query(
          `update schools.entitlement set revoked_at = now() + interval '1 year' + $1::int * interval '1 second'
           where id in (select min(e.id) from schools.entitlement e join schools.organisation o on o.id = e.holder_id
                        where o.level = any ($2) and o.number <> '100001' group by o.id)`,
          [round, levels],
        );
        await kept.schools.caughtUp();
        await until(
          'changes are seen',
          () => kept.schools.generation() !== null && kept.licences.generation() !== null,
        );
      };
    };
    const pages = await compare(
      [
        {
          name: 'catalogue, no licence filter (peer)',
          run: (round) => inSession(licences, busy.caller, (session) => listTitles(session, pageAt(round))),
        },
        {
          name: '5,000 licences in force, terms kept',
          run: (round) => licensedPage(busy, pageAt(round), kept.licences),
        },
        {
          name: '5,000 licences, right after an entitlement of the school changed',
          before: change('SCHOOL'),
          run: (round) => pageOfKept(pageAt(round)),
        },
        {
          name: '5,000 licences, right after entitlements of all its holders changed',
          before: change('SCHOOL', 'AUTHORITY', 'STATE'),
          run: (round) => pageOfKept(pageAt(round)),
        },
        {
          name: '5,000 licences, right after the service started: nothing kept',
          run: async (round) => licensedPage(await openSchool(schools, world.busySchool), pageAt(round)),
        },
        {
          name: 'one licence with 40 titles, first page',
          run: () => licensedPage(sparse, { ...pageAt(0), after: null }, kept.licences),
        },
      ],
      rounds,
    );
    const idsOf = (round: number) =>
      Array.from({ length: CHECKED }, (_, at) => String(1 + ((round * 997 + at * 113) % world.titles)));
    const checks = await compare(
      [
        {
          name: '500 titles by id (peer)',
          run: (round) => inSession(licences, busy.caller, (session) => findTitles(session, idsOf(round))),
        },
        {
          name: 'access check of 500 titles, terms kept',
          run: (round) =>
            inSession(licences, busy.caller, async (session) => {
              const context = contextOf(busy.caller, session, kept.licences);
              const ruling = await cachedRuling(context, busy.timeline, now());
              const found = await findTitlesWithPackages(session, ruling, idsOf(round));
              found.forEach(ruling.decide);
            }),
        },
      ],
      Math.ceil(rounds / 4),
    );
    return {
      titles: world.titles,
      licences: world.licences,
      pages,
      checks,
      gateway: await throughTheGateway(database, world.busySchool, rounds),
    };
  } finally {
    await kept.schools.stop();
    await kept.licences.stop();
    await schools.destroy();
    await licences.destroy();
  }
}

async function throughTheGateway(database: TestDatabase, school: string, rounds: number): Promise<Measured[]> {
  const system = await startSystem(database, { kept: true });
  try {
    const token = await tokenOf('lms', `SCHOOL:${school}`);
    const number = school.slice('NW:'.length);
    const ask = async (query: string) => {
      const { errors } = await system.ask(token, query);
      if (errors) throw new Error(JSON.stringify(errors));
    };
    return await compare(
      [
        {
          name: 'titles(first: 20) over HTTP (peer)',
          run: () => ask('{ titles(first: 20) { edges { node { id name } } } }'),
        },
        {
          name: 'school.licensedTitles(first: 20) over HTTP',
          run: () =>
            ask(
              `{ school(number: "${number}") { licensedTitles(first: 20) { edges { node { id name } validUntil } } } }`,
            ),
        },
      ],
      Math.ceil(rounds / 2),
    );
  } finally {
    await system.stop();
  }
}

function now(): AccessRequest {
  return { at: Date.now(), right: 'STREAM', audience: 'TEACHER' };
}

export function describeAccess({ titles, licences, pages, checks, gateway }: AccessFigures): string {
  return [
    `access: ${titles} titles, ${licences} licences in force at one school; statements run as the services' roles, row-level security on`,
    table('a page of 20, at random places of the catalogue', pages),
    table('500 titles', checks),
    table('through the gateway and both subgraphs, over loopback HTTP', gateway),
  ].join('\n\n');
}
