/** The school list of the demo: some 600 invented schools, in the form of the ministry's list. */
import {
  authoritiesBy,
  formsBy,
  type ListedAuthority,
  type ListedMunicipality,
  type ListedSchool,
  madePart,
  type SchoolList,
  schoolsBy,
} from '../services/schools/school-list/school-list';
import {
  associationAuthority,
  CHURCH_BODIES,
  districtAuthority,
  independentAuthority,
  isVillage,
  municipalAuthority,
  PRIVATE_BODIES,
} from './authorities';
import type { DemoCalendar } from './demo-calendar';
import { type DemoDistrict, type DemoMunicipality, DISTRICTS } from './places';
import { Random } from './random';
import { FORMS, inventedPlace, type SchoolForm, schoolName } from './school-names';

/** The schools of a district take these forms in turn, so that large districts get all kinds. */
const FORM_ORDER: readonly SchoolForm[] = [
  FORMS.primary,
  FORMS.gymnasium,
  FORMS.primary,
  FORMS.gesamtschule,
  FORMS.primary,
  FORMS.vocational,
  FORMS.realschule,
  FORMS.primary,
  FORMS.special,
  FORMS.gymnasium,
  FORMS.primary,
  FORMS.sekundarschule,
  FORMS.primary,
  FORMS.hauptschule,
  FORMS.primary,
  FORMS.waldorf,
  FORMS.primary,
  FORMS.evening,
  FORMS.primary,
];

export interface DemoSchool extends ListedSchool {
  readonly district: DemoDistrict;
}

/** Schools with a particular history. Official school numbers begin with 1, those of the demo with 9. */
export const SPECIAL_SCHOOLS = {
  /** Moved from a church body to its city on 1 August of this school year. */
  changedAuthority: '900210',
  /** Was closed at the end of the last school year. */
  closed: '902408',
  /** Will be closed at the end of this school year. */
  closing: '901714',
  /** Opens on the next 1 August. */
  opening: '904812',
} as const;

/** @param when `now`, or `before` the last 1 August, when one school still had its old authority */
export function demoSchools(calendar: DemoCalendar, when: 'before' | 'now' = 'now'): DemoSchool[] {
  return DISTRICTS.flatMap((district, index) => schoolsOf(district, index + 1)).map((school) =>
    special(school, calendar, when),
  );
}

export function demoSchoolList(calendar: DemoCalendar, when: 'before' | 'now' = 'now'): SchoolList {
  const schools = demoSchools(calendar, when).map(({ district: _district, ...school }) => school);
  return {
    state: 'NW',
    source: 'demo',
    schools: madePart(schools, schoolsBy),
    authorities: madePart(allAuthorities(), authoritiesBy),
    schoolForms: madePart(Object.values(FORMS), formsBy),
  };
}

export function demoMunicipalities(): ListedMunicipality[] {
  return DISTRICTS.flatMap((district) => district.municipalities.map(({ ags, name }) => ({ ags, name })));
}

export function allAuthorities(): ListedAuthority[] {
  const authorities = [
    ...DISTRICTS.flatMap((district) => [
      ...district.municipalities.map(municipalAuthority),
      districtAuthority(district),
    ]),
    associationAuthority('LVR'),
    associationAuthority('LWL'),
    ...[...CHURCH_BODIES, ...PRIVATE_BODIES].map(independentAuthority),
  ];
  return [...new Map(authorities.map((authority) => [authority.number, authority])).values()];
}

function schoolsOf(district: DemoDistrict, index: number): DemoSchool[] {
  const random = new Random(`schools of ${district.ags}`);
  const taken = new Set<string>();
  return Array.from({ length: district.schools }, (_, position) => {
    const form = formAt(district, position);
    const municipality = district.municipalities[position % district.municipalities.length] as DemoMunicipality;
    const { carrier, authority } = carrierOf(district, municipality, form, position);
    let named = schoolName(random, form, carrier);
    while (taken.has(named.short)) named = schoolName(random, form, carrier);
    taken.add(named.short);
    const number = String(900_000 + index * 100 + position + 1);
    return {
      district,
      number,
      name: named.name,
      shortName: `${municipality.name}, ${named.short}`,
      formCode: form.code,
      legalFormCode: carrier === 'church' || carrier === 'private' ? '2' : '1',
      authorityNumber: authority.number,
      municipalityAgs: municipality.ags,
      postcode: municipality.postcode,
      city: municipality.name,
      street: `${/Am \p{L}+/u.exec(named.short)?.[0] ?? inventedPlace(random)} ${random.between(1, 98)}`,
      email: `${number}@schule.example`,
      homepage: `https://schule-${number}.example`,
      operationCode: '1',
      operatingFrom: `${random.between(1951, 2016)}-08-01`,
      operatingUntil: null,
    };
  });
}

function carrierOf(district: DemoDistrict, municipality: DemoMunicipality, form: SchoolForm, position: number) {
  const church = CHURCH_BODIES.find((body) => body.districts.includes(district.ags));
  const own = PRIVATE_BODIES.find((body) => body.districts.includes(district.ags) && body.forms.includes(form.code));
  if (own) return { carrier: 'private', authority: independentAuthority(own) } as const;
  if (church && form.code === FORMS.gymnasium.code && position % FORM_ORDER.length > 8) {
    return { carrier: 'church', authority: independentAuthority(church) } as const;
  }
  if (form.code === FORMS.special.code && position % 2 === DISTRICTS.indexOf(district) % 2) {
    return { carrier: 'association', authority: associationAuthority(district.association) } as const;
  }
  const runByDistricts: readonly SchoolForm[] = [FORMS.vocational, FORMS.special, FORMS.evening];
  return runByDistricts.includes(form) && !district.isCity
    ? ({ carrier: 'association', authority: districtAuthority(district) } as const)
    : ({
        carrier: isVillage(municipality) ? 'village' : 'municipal',
        authority: municipalAuthority(municipality),
      } as const);
}

/** Waldorf schools exist only where there is a body to run them. */
function formAt(district: DemoDistrict, position: number): SchoolForm {
  const form = FORM_ORDER[position % FORM_ORDER.length] as SchoolForm;
  const carried = PRIVATE_BODIES.some(
    (body) => body.districts.includes(district.ags) && body.forms.includes(form.code),
  );
  return form === FORMS.waldorf && !carried ? FORMS.primary : form;
}

function special(school: DemoSchool, calendar: DemoCalendar, when: 'before' | 'now'): DemoSchool {
  switch (school.number) {
    case SPECIAL_SCHOOLS.changedAuthority:
      return when === 'before'
        ? school
        : {
            ...school,
            authorityNumber: municipalAuthority(school.district.municipalities[0] as DemoMunicipality).number,
            legalFormCode: '1',
          };
    case SPECIAL_SCHOOLS.closed:
      return { ...school, operationCode: '9', operatingUntil: calendar.schoolYear(0) };
    case SPECIAL_SCHOOLS.closing:
      return { ...school, operationCode: '0', operatingUntil: calendar.schoolYear(1) };
    case SPECIAL_SCHOOLS.opening:
      return { ...school, operationCode: '3', operatingFrom: calendar.schoolYear(1) };
    default:
      return school;
  }
}
