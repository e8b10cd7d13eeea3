/** Schools of a media centre, one of which has a hostile name. */
import type { World } from '../../test/world';

export const HOSTILE = `Schule <script>window.taken=1</script><img src=x onerror="window.taken=1">`;
const DAY_MS = 86_400_000;
export const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

const served = { belongsTo: [{ to: 'Stadt' }, { to: 'Medienzentrum' }, { to: 'STATE' as const }] };

export const DESK_WORLD = {
  organisations: { Stadt: 'AUTHORITY', Medienzentrum: 'MEDIA_CENTRE', Fremde: 'AUTHORITY' },
  schools: {
    Adlerschule: served,
    Bussardschule: served,
    Falkenschule: served,
    [HOSTILE]: served,
    'Fremde Schule': { belongsTo: [{ to: 'Fremde' }, { to: 'STATE' as const }] },
  },
  titles: { Bienen: {}, Vulkane: {}, Wale: {} },
  packages: { Natur: [{ title: 'Bienen' }, { title: 'Wale' }], Erde: [{ title: 'Vulkane' }] },
  licences: {
    'Biologie kompakt': {
      owner: 'Medienzentrum',
      heldAt: ['SCHOOL', 'AUTHORITY'],
      rights: ['STREAM'],
      packages: [{ package: 'Natur' }],
    },
    Altvertrag: {
      owner: 'Medienzentrum',
      heldAt: ['SCHOOL', 'AUTHORITY'],
      rights: ['STREAM'],
      packages: [{ package: 'Erde' }],
    },
  },
  entitlements: {
    alt: { licence: 'Altvertrag', holder: 'Adlerschule', from: '2024-08-01', until: inDays(20) },
    gift: { licence: 'Altvertrag', holder: HOSTILE, from: '2024-08-01', until: inDays(40) },
  },
} satisfies World;
