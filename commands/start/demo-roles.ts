/** The roles that a visitor of the demo may take at the console with one click. */
import type { Caller } from '../../caller/caller';
import { SHOWCASE } from '../../demo/showcase';
import type { Settings } from '../../environment';
import type { DemoRole } from '../../protocols/console/demo-roles';
import type { ExampleSchool } from './greeting-queries';

export interface BoundDemoRole extends DemoRole {
  readonly kind: Caller['kind'];
  readonly bound: Caller['bound'];
}

type Deciding = Pick<Settings, 'NODE_ENV' | 'TOKEN_ISSUERS'>;

/**
 * @param school a school for which this installation has something to show
 * @returns null in production, where tokens of other issuers are accepted, and without the demo data
 */
export function demoRolesOf(
  { NODE_ENV, TOKEN_ISSUERS }: Deciding,
  school: ExampleSchool | null,
): readonly BoundDemoRole[] | null {
  if (NODE_ENV === 'production' || TOKEN_ISSUERS || !school) return null;
  const { state, number, authority, authorityName, mediaCentre, mediaCentreName } = school;
  if (`${state.slice('STATE:'.length)}:${number}` !== SHOWCASE.school) return null;
  return [
    {
      role: 'media-centre',
      label: mediaCentreName,
      description: 'Lizenzen des Medienzentrums zuweisen, verlängern und beobachten',
      kind: 'licensing',
      bound: [mediaCentre],
    },
    {
      role: 'authority',
      label: authorityName,
      description: 'Was die Schulen eines Schulträgers dürfen, und was er selbst lizenziert hat',
      kind: 'licensing',
      bound: [authority],
    },
    {
      role: 'state',
      label: 'Land Nordrhein-Westfalen',
      description: 'Landeslizenzen für alle Schulen',
      kind: 'licensing',
      bound: [state],
    },
    {
      role: 'statistics',
      label: `Statistik: ${mediaCentreName}`,
      description: 'Nutzung, Kosten und Nachfrage an den Schulen des Medienzentrums',
      kind: 'reporting',
      bound: [mediaCentre],
    },
    {
      role: 'operator',
      label: 'Betrieb',
      description: 'Alle Schulen, Lizenzen und Änderungen der ganzen Installation',
      kind: 'operator',
      bound: [],
    },
  ];
}
