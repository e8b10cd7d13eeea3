/**
 * `/r51/status`: whether reports are available, and by which list bots are excluded. Anybody may ask, so it does
 * little work.
 */
import type { RouteRequest } from '../../gateway/http/route';
import { type CounterOptions, RELEASE } from './report-header';

const BOT_LIST = 'query CounterBotList { facts: botList { date } }';
/** A list is imported every few months. */
const BOT_LIST_LIFETIME_MS = 60_000;

export function createStatus({ platform, registryRecord }: CounterOptions) {
  let note: string | undefined;
  let until = Number.NEGATIVE_INFINITY;

  /** One request reads the note for all. Where it gets no answer, the last note stays. */
  async function readNote(askFacts: RouteRequest['askFacts']): Promise<void> {
    if (performance.now() < until) return;
    until = performance.now() + BOT_LIST_LIFETIME_MS;
    const list = (await askFacts('usage', BOT_LIST).catch(() => null)) as { readonly date: string | null } | null;
    if (list)
      note = list.date === null ? 'No list of bots is imported.' : `Bots are left out by a list of ${list.date}.`;
    else until = Number.NEGATIVE_INFINITY;
  }

  return async ({ isReady, askFacts }: Pick<RouteRequest, 'isReady' | 'askFacts'>) => {
    const isActive = await isReady();
    if (isActive) await readNote(askFacts);
    return [
      {
        Description: `Use of the titles of ${platform}, by COUNTER ${RELEASE}`,
        Service_Active: isActive,
        ...(registryRecord && { Registry_Record: registryRecord }),
        ...(note !== undefined && { Note: note }),
      },
    ];
  };
}
