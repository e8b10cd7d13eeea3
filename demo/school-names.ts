/** Invents school names of a made-up person or a made-up place, and the kind of school. */
import type { Random } from './random';

export interface SchoolForm {
  readonly code: string;
  readonly name: string;
  /** The abbreviation in the official short names: `Haan, GE Walder Straße`. */
  readonly abbreviation: string;
}

export const FORMS = {
  primary: { code: '02', name: 'Grundschule', abbreviation: 'GG' },
  hauptschule: { code: '04', name: 'Hauptschule', abbreviation: 'GH' },
  special: { code: '08', name: 'Förderschule', abbreviation: 'FÖ' },
  realschule: { code: '10', name: 'Realschule', abbreviation: 'RS' },
  sekundarschule: { code: '14', name: 'Sekundarschule', abbreviation: 'SK' },
  gesamtschule: { code: '15', name: 'Gesamtschule', abbreviation: 'GE' },
  waldorf: { code: '17', name: 'Waldorfschule', abbreviation: 'WD' },
  gymnasium: { code: '20', name: 'Gymnasium', abbreviation: 'Gym' },
  evening: { code: '25', name: 'Weiterbildungskolleg', abbreviation: 'WBK' },
  vocational: { code: '30', name: 'Berufskolleg', abbreviation: 'BK' },
} as const satisfies Record<string, SchoolForm>;

const FIRST_NAMES = words(`Hedwig Ottilie Mathilde Friederike Leonore Wilhelmine Adele Rosalie Katharina Helene Johanna
  Theodora Clemens Konrad Matthias Ferdinand Albrecht Leopold Justus Bernhard Anton Eduard Gustav Valentin`);
const SURNAMES =
  words(`Amsel Nordmann Brinkhoff Tessendorf Lohmar Kestermann Oberholt Sandrock Brandis Terlinden Voßkamp
  Rademaker Sievering Haberstroh Dornhege Falkenrath Grothaus Leuchtenberg Wiedenhof Kornblum Uhlenbrock Steinvorth
  Hagedorn Morgenrot Quellmann Pfingsten`);
const PLACES = words(`Lerchen Kastanien Ginster Weiden Holunder Mühlen Quellen Schlehen Amsel Buchen Erlen Hasel Eschen
  Kranich Reiher Dachs Ahorn Wacholder Kiesel Sternen Kupfer Brombeer Pappel Wiesel`);
const ENDINGS = words('bogen hain grund teich hang kamp winkel born steg');

/** Returns a name such as `Am Lerchenbogen`. */
export function inventedPlace(random: Random): string {
  return `Am ${random.pick(PLACES)}${random.pick(ENDINGS)}`;
}

/** Returns a name such as `Hedwig-Amsel`. */
function inventedPerson(random: Random): string {
  return `${random.pick(FIRST_NAMES)}-${random.pick(SURNAMES)}`;
}

interface SchoolName {
  readonly name: string;
  /** The part of the short name after the place. */
  readonly short: string;
}

type Carrier = 'municipal' | 'village' | 'church' | 'private' | 'association';

export function schoolName(random: Random, form: SchoolForm, carrier: Carrier): SchoolName {
  const { abbreviation } = form;
  const place = inventedPlace(random);
  const person = inventedPerson(random);
  const prefix = carrier === 'municipal' ? 'Städt. ' : '';
  switch (form.code) {
    case FORMS.primary.code: {
      const kind = carrier === 'church' ? 'Katholische Bekenntnisgrundschule' : 'Gemeinschaftsgrundschule';
      return { name: `${prefix}${kind} ${place} – Primarstufe –`, short: `${abbreviation} ${place}` };
    }
    case FORMS.special.code:
      return {
        name: `Schule ${place} – ${random.pick(SPECIAL_NEEDS)} –`,
        short: `${abbreviation} Schule ${place}`,
      };
    case FORMS.waldorf.code:
      return { name: `Freie Waldorfschule ${place}`, short: `${abbreviation} ${place}` };
    case FORMS.vocational.code:
      return random.chance(0.5)
        ? { name: `${person}-Berufskolleg – ${random.pick(VOCATIONS)} –`, short: `${abbreviation} ${person}` }
        : { name: `Berufskolleg ${place} – ${random.pick(VOCATIONS)} –`, short: `${abbreviation} ${place}` };
    case FORMS.evening.code:
      return { name: `Abendgymnasium ${place}, Weiterbildungskolleg`, short: `${abbreviation} ${place}` };
    default:
      return random.chance(0.55)
        ? { name: `${prefix}${person}-${form.name}`, short: `${abbreviation} ${person}` }
        : { name: `${prefix}${form.name} ${place}`, short: `${abbreviation} ${place}` };
  }
}

const SPECIAL_NEEDS = [
  'Förderschwerpunkt Lernen',
  'Förderschwerpunkt Sprache, Primarstufe',
  'Förderschwerpunkt Geistige Entwicklung',
  'Förderschwerpunkt Emotionale und soziale Entwicklung',
];

const VOCATIONS = [
  'Technik',
  'Wirtschaft und Verwaltung',
  'Gesundheit und Soziales',
  'Ernährung und Hauswirtschaft',
  'Gestaltung und Technik',
];

function words(text: string): string[] {
  return text.split(/\s+/);
}
