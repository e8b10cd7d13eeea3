/** Implements COUNTER's rules independently of the system: by loops over all uses, without SQL, batches or order. */
import { DateTime } from 'luxon';
import type { HistoricUse, History } from './history';

const ZONE = 'Europe/Berlin';
const SECRETS_KEPT_DAYS = 35;
const DOUBLE_CLICK_MS = 30_000;

export interface Counted {
  readonly school: string;
  readonly authority: string;
  readonly title: string;
  readonly client: string;
  readonly audience: string;
  readonly month: string;
  /** A further key by which figures are grouped; empty where there is none. */
  readonly apart: string;
  readonly figures: Record<string, number>;
}

const FIGURE_OF_ACTION: Record<HistoricUse['action'], string> = {
  STREAM: 'streams',
  DOWNLOAD: 'downloads',
  VIEW: 'views',
  NOT_LICENSED: 'not_licensed',
  LIMIT_EXCEEDED: 'limit_exceeded',
};
const UNIQUE: Record<string, readonly string[]> = {
  unique_investigations: ['STREAM', 'DOWNLOAD', 'VIEW'],
  unique_requests: ['STREAM', 'DOWNLOAD'],
  unique_streams: ['STREAM'],
  unique_downloads: ['DOWNLOAD'],
};

export function instantOf({ daysAgo, second }: { daysAgo: number; second: number }, today: DateTime): number {
  return today.setZone(ZONE).startOf('day').minus({ days: daysAgo }).toMillis() + second * 1_000;
}

/**
 * @param today the day on which the uses were recorded
 * @param apartOf returns the further key by which figures are grouped; it has no influence on what counts together
 */
export function naiveCount(
  { uses, move }: Pick<History, 'uses' | 'move'>,
  today: DateTime,
  apartOf: (use: HistoricUse, at: number) => string = () => '',
): Counted[] {
  const moved = instantOf(move, today);
  const oldest = today.setZone(ZONE).startOf('day').minus({ days: SECRETS_KEPT_DAYS });
  const rows = new Map<string, Counted>();
  const clicks = uses.map((use) => {
    const at = instantOf(use, today);
    const when = DateTime.fromMillis(at, { zone: ZONE });
    const authority = use.school === 'SECOND' || at < moved ? 'CITY' : 'TOWN';
    const hasSession = use.session !== null && when >= oldest;
    const session = hasSession
      ? `named ${use.session} on ${when.toISODate()}`
      : `hour ${when.toUTC().toFormat('yyyy-MM-dd HH')}`;
    const { school, title, client, audience } = use;
    const dimensions = { school, authority, title, client, audience, month: when.toFormat('yyyy-MM') };
    const together = JSON.stringify([session, dimensions]);
    return { use, at, session: together, hasSession, dimensions: { ...dimensions, apart: apartOf(use, at) } };
  });
  const add = (dimensions: Omit<Counted, 'figures'>, figure: string) => {
    const key = JSON.stringify(dimensions);
    const row = rows.get(key) ?? { ...dimensions, figures: {} };
    row.figures[figure] = (row.figures[figure] ?? 0) + 1;
    rows.set(key, row);
  };
  const ofSession = new Map<string, typeof clicks>();
  for (const click of clicks) {
    const others = ofSession.get(click.session);
    if (others) others.push(click);
    else ofSession.set(click.session, [click]);
  }
  const counting = clicks.filter(
    (click) =>
      !ofSession
        .get(click.session)
        ?.some(
          (other) =>
            click.hasSession &&
            other.use.action === click.use.action &&
            (other.at > click.at || (other.at === click.at && other.use.id > click.use.id)) &&
            other.at - click.at <= DOUBLE_CLICK_MS,
        ),
  );
  for (const { dimensions, use } of counting) add(dimensions, FIGURE_OF_ACTION[use.action]);
  for (const [figure, actions] of Object.entries(UNIQUE)) {
    const sessions = new Map(
      counting
        .filter(({ use }) => actions.includes(use.action))
        .map((one) => [JSON.stringify([one.session, one.dimensions.apart]), one]),
    );
    for (const { dimensions } of sessions.values()) add(dimensions, figure);
  }
  return [...rows.values()];
}
