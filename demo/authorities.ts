/**
 * The authorities of the demo schools: cities, districts, the two Landschaftsverbände, and invented church and private
 * bodies.
 */
import { ASSOCIATIONS, type AssociationNumber } from '../services/schools/regions/nrw-districts';
import type { ListedAuthority } from '../services/schools/school-list/school-list';
import { type DemoDistrict, type DemoMunicipality, DISTRICTS, districtByAgs } from './places';
import { FORMS } from './school-names';

/**
 * Official numbers begin with 1, 5, 7 and 8. Those of the demo begin with 9, so that they never occur in an official
 * list.
 */
const MUNICIPAL = 91_000;
const DISTRICT = 92_000;
const ASSOCIATION_SEATS: Record<AssociationNumber, Omit<ListedAuthority, 'name'>> = {
  LVR: { number: '93001', postcode: '50679', city: 'Köln' },
  LWL: { number: '93002', postcode: '48133', city: 'Münster' },
};

interface IndependentBody {
  readonly number: string;
  readonly name: string;
  readonly city: string;
  readonly postcode: string;
  /** The districts where it runs schools. Church bodies span districts. */
  readonly districts: readonly string[];
  /** The school forms that it runs there. Church bodies run Gymnasien. */
  readonly forms: readonly string[];
}

export const CHURCH_BODIES: readonly IndependentBody[] = [
  body('94001', 'Schulstiftung St. Ansgar am Niederrhein', '05154', [
    '05111',
    '05112',
    '05114',
    '05116',
    '05154',
    '05166',
    '05170',
  ]),
  body('94002', 'Schulwerk Heilige Drei Quellen Köln-Aachen', '05315', [
    '05314',
    '05315',
    '05334',
    '05358',
    '05362',
    '05370',
    '05382',
  ]),
  body('94003', 'Stiftung Katholische Schulen an Ems und Lippe', '05515', [
    '05515',
    '05554',
    '05558',
    '05562',
    '05566',
    '05570',
  ]),
  body('94004', 'Schulwerk St. Reinhild Ostwestfalen', '05774', ['05754', '05762', '05774', '05958', '05974']),
  body('94005', 'Evangelisches Schulwerk Bergisches Land', '05124', [
    '05113',
    '05120',
    '05122',
    '05124',
    '05158',
    '05374',
  ]),
  body('94006', 'Evangelische Schulgemeinschaft Westfalen-Mitte', '05911', [
    '05711',
    '05766',
    '05911',
    '05913',
    '05914',
    '05970',
    '05978',
  ]),
];

export const PRIVATE_BODIES: readonly IndependentBody[] = [
  body('95001', 'Waldorfschulverein Siebenbäche e. V.', '05111', ['05111'], [FORMS.waldorf.code]),
  body('95002', 'Verein zur Förderung der Waldorfpädagogik Rheinaue e. V.', '05315', ['05315'], [FORMS.waldorf.code]),
  body('95003', 'Waldorfschulverein Hellwegtal e. V.', '05913', ['05913'], [FORMS.waldorf.code]),
  body('95004', 'Rudolf-Steiner-Schulverein Teutohang e. V.', '05711', ['05711'], [FORMS.waldorf.code]),
  body('95005', 'Freie Schule Lindenhof gGmbH', '05113', ['05113'], [FORMS.realschule.code]),
  body('95006', 'Bildungswerk Kupferdreh und Umland gGmbH', '05562', ['05562'], [FORMS.realschule.code]),
  body('95007', 'Lernhaus Morgenstern gGmbH', '05334', ['05334'], [FORMS.realschule.code]),
  body('95008', 'Diakonie-Bildungswerk Sieg-Lahn gGmbH', '05970', ['05970'], [FORMS.realschule.code]),
];

/** Returns whether a municipality lacks the rights of a city (Gemeinde). */
export function isVillage({ name }: DemoMunicipality): boolean {
  return ['Kreuzau', 'Reichshof', 'Nottuln'].includes(name);
}

export function municipalAuthority(municipality: DemoMunicipality): ListedAuthority {
  const index = DISTRICTS.flatMap((district) => district.municipalities).indexOf(municipality);
  const kind = isVillage(municipality) ? 'Gemeinde' : 'Stadt';
  return listed(MUNICIPAL + index + 1, `${kind} ${municipality.name}`, municipality);
}

/** Returns the authority of what a district runs itself, which is the city where the district is one. */
export function districtAuthority(district: DemoDistrict): ListedAuthority {
  const seat = seatOf(district);
  return district.isCity
    ? municipalAuthority(seat)
    : listed(DISTRICT + DISTRICTS.indexOf(district) + 1, district.name, seat);
}

export function associationAuthority(association: AssociationNumber): ListedAuthority {
  return { ...ASSOCIATION_SEATS[association], name: ASSOCIATIONS[association] };
}

export function independentAuthority({ number, name, postcode, city }: IndependentBody): ListedAuthority {
  return { number, name, postcode, city };
}

function body(
  number: string,
  name: string,
  seat: string,
  districts: readonly string[],
  forms: readonly string[] = [FORMS.gymnasium.code],
): IndependentBody {
  const { name: city, postcode } = seatOf(districtByAgs(seat));
  return { number, name, city, postcode, districts, forms };
}

function seatOf(district: DemoDistrict): DemoMunicipality {
  return district.municipalities[0] as DemoMunicipality;
}

function listed(number: number, name: string, { postcode, name: city }: DemoMunicipality): ListedAuthority {
  return { number: String(number), name, postcode, city };
}
