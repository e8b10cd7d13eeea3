/** The media centres, the areas that they serve, and the school groups that they name. */
import { type DemoDistrict, DISTRICTS } from './places';
import { FORMS } from './school-names';
import type { DemoSchool } from './schools';

export interface DemoMediaCentre {
  readonly number: string;
  readonly name: string;
  readonly district: DemoDistrict;
  /** The only municipality that it serves, in place of the district's own centre; null for the rest of the district. */
  readonly municipalityAgs: string | null;
}

/** One district has two centres, because the city of Aachen has its own. */
const CITY_CENTRE = {
  district: '05334',
  municipality: '05334002',
  number: 'MZ-05334-AC',
  name: 'Medienzentrum der Stadt Aachen',
};

export const MEDIA_CENTRES: readonly DemoMediaCentre[] = DISTRICTS.flatMap((district) => {
  const own = { number: `MZ-${district.ags}`, name: `Medienzentrum ${district.name}`, district, municipalityAgs: null };
  return district.ags === CITY_CENTRE.district
    ? [own, { number: CITY_CENTRE.number, name: CITY_CENTRE.name, district, municipalityAgs: CITY_CENTRE.municipality }]
    : [own];
});

export function mediaCentreOf(school: DemoSchool): DemoMediaCentre {
  const centres = MEDIA_CENTRES.filter((centre) => centre.district === school.district);
  const serving =
    centres.find((centre) => centre.municipalityAgs === school.municipalityAgs) ??
    centres.find((centre) => centre.municipalityAgs === null);
  return serving as DemoMediaCentre;
}

export interface DemoSchoolGroup {
  readonly number: string;
  readonly name: string;
  readonly mediaCentre: DemoMediaCentre;
  readonly schoolNumbers: readonly string[];
}

interface GroupRule {
  readonly number: string;
  readonly name: string;
  readonly district: string;
  readonly forms: readonly string[];
}

const GROUPS: readonly GroupRule[] = [
  { number: 'KKZ4711', name: 'Gymnasien der Stadt Düsseldorf', district: '05111', forms: [FORMS.gymnasium.code] },
  {
    number: 'KKZ4712',
    name: 'Grundschulen im Düsseldorfer Medienverbund',
    district: '05111',
    forms: [FORMS.primary.code],
  },
  {
    number: 'KKZ5001',
    name: 'Kölner Schulen im Filmnetz',
    district: '05315',
    forms: [FORMS.gymnasium.code, FORMS.gesamtschule.code],
  },
  { number: 'KKZ5002', name: 'Kölner Grundschulen mit Medienkiste', district: '05315', forms: [FORMS.primary.code] },
  { number: 'KKZ5105', name: 'Berufskollegs im Rhein-Sieg-Kreis', district: '05382', forms: [FORMS.vocational.code] },
  {
    number: 'KKZ5320',
    name: 'Weiterführende Schulen in Münster',
    district: '05515',
    forms: [FORMS.gymnasium.code, FORMS.realschule.code, FORMS.gesamtschule.code],
  },
  {
    number: 'KKZ5410',
    name: 'Bielefelder MINT-Schulen',
    district: '05711',
    forms: [FORMS.gymnasium.code, FORMS.gesamtschule.code, FORMS.vocational.code],
  },
  { number: 'KKZ5601', name: 'Dortmunder Grundschulen im Lesenetz', district: '05913', forms: [FORMS.primary.code] },
  { number: 'KKZ5602', name: 'Förderschulen in Dortmund', district: '05913', forms: [FORMS.special.code] },
  {
    number: 'KKZ5733',
    name: 'Sekundarstufe im Kreis Recklinghausen',
    district: '05562',
    forms: [FORMS.realschule.code, FORMS.sekundarschule.code, FORMS.hauptschule.code],
  },
];

export function schoolGroups(schools: readonly DemoSchool[]): DemoSchoolGroup[] {
  return GROUPS.map(({ number, name, district, forms }) => ({
    number,
    name,
    mediaCentre: MEDIA_CENTRES.find(
      (centre) => centre.district.ags === district && centre.municipalityAgs === null,
    ) as DemoMediaCentre,
    schoolNumbers: schools
      .filter((school) => school.district.ags === district && forms.includes(school.formCode))
      .map((school) => school.number),
  }));
}
