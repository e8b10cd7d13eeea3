/** Profiles a gateway of ours after it was measured, because profiling costs time. */
import type { Child } from '../children/child';
import type { HotFunction, Profile } from '../children/cpu-profile';
import type { Contender } from './comparison';
import { columns } from './table';

export interface ProfileOf extends Profile {
  readonly name: string;
  readonly requests: number;
}

const SHOWN = 30;
const SHOWN_PACKAGES = 14;

export async function profileOf(
  child: Child,
  { sendLoad }: Pick<Contender, 'sendLoad'>,
  seconds: number,
): Promise<Omit<ProfileOf, 'name'>> {
  await child.ask({ profile: 'start' });
  const { requests } = await sendLoad(seconds);
  return { requests, ...(await child.ask<Profile>({ profile: 'stop' })) };
}

export function profileTable(title: string, { name, requests, ...profile }: ProfileOf): string {
  const { busyMs, packages, functions, withCalls } = profile;
  const each = busyMs / requests;
  const listed = (what: string, hot: readonly HotFunction[]) =>
    columns([
      ['share', 'ms each', what],
      ...hot.map(({ place, share }) => [`${(share * 100).toFixed(1)} %`, (share * each).toFixed(3), place]),
    ]);
  return [
    `${title}: where the time of ${name} goes, ${each.toFixed(2)} ms busy for each of ${requests} requests`,
    ...listed('itself, by package', packages.slice(0, SHOWN_PACKAGES)),
    ...listed('itself, by function', functions.slice(0, SHOWN)),
    ...listed('ours, with what they call until they wait', withCalls.slice(0, SHOWN)),
  ].join('\n');
}
