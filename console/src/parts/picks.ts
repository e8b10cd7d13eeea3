/** Finds the options of filters. */
import {
  FindSchools,
  type HolderLevel,
  HolderName,
  PickAuthorities,
  PickFacets,
  PickFilterValues,
  type PickFilterValuesData,
  PickGroups,
  PickLicences,
  PickTitles,
} from '../api/operations';
import { send } from '../api/send';
import { session } from '../session/session-store';
import type { Pick } from './pick-field';

type Find = (text: string, signal: AbortSignal) => Promise<readonly Pick[]>;

const MOST = 8;

const numbered = ({ id, number, name }: { id: string; number: string; name: string }): Pick => ({
  id,
  name,
  more: number,
});

export const findAuthorities: Find = async (search, signal) => {
  const { data } = await send(PickAuthorities, { filter: { search }, first: MOST }, signal);
  return data.schoolAuthorities.edges.map(({ node }) => numbered(node));
};

export const findGroups: Find = async (search, signal) => {
  const { data } = await send(PickGroups, { filter: { search }, first: MOST }, signal);
  return data.schoolGroups.edges.map(({ node }) => numbered(node));
};

export const findLicences: Find = async (search, signal) => {
  const { data } = await send(PickLicences, { search, first: MOST }, signal);
  return data.licences.edges.map(({ node }) => ({ ...numbered(node), more: `${node.number} · ${node.publisher}` }));
};

export const findTitles: Find = async (search, signal) => {
  const { data } = await send(PickTitles, { search, first: MOST }, signal);
  return data.titles.edges.map(({ node }) => numbered(node));
};

export const findSchools: Find = async (search, signal) => {
  const { data } = await send(FindSchools, { search }, signal);
  return data.schools.edges.map(({ node }) => ({ ...numbered(node), more: `${node.number} · ${node.city}` }));
};

let values: Promise<PickFilterValuesData['schoolFilterValues']> | null = null;

// The next reader may reach other schools.
session.subscribe(() => {
  values = null;
});

/** The values of all schools in reach are read once for each visit. */
function filterValuesOf(): NonNullable<typeof values> {
  values ??= send(PickFilterValues, {}).then(({ data }) => data.schoolFilterValues);
  values.catch(() => {
    values = null;
  });
  return values;
}

const fitting = (picks: readonly Pick[], text: string) => {
  const wanted = text.toLowerCase();
  return picks.filter(({ name, more = '' }) => `${name} ${more}`.toLowerCase().includes(wanted)).slice(0, MOST);
};
const named = (names: readonly string[]) => names.map((name) => ({ id: name, name }));

export const findCities: Find = async (search) => fitting(named((await filterValuesOf()).cities), search);
export const findForms: Find = async (search) => fitting(named((await filterValuesOf()).forms), search);
export const findDistricts: Find = async (search) => fitting((await filterValuesOf()).districts.map(numbered), search);

let facets: Promise<{ readonly subjects: readonly string[]; readonly publishers: readonly string[] }> | null = null;

function facetsOf(): NonNullable<typeof facets> {
  facets ??= send(PickFacets, {}).then(({ data }) => ({
    subjects: data.subjects.edges.map(({ node }) => node.name),
    publishers: data.publishers.edges.map(({ node }) => node.name),
  }));
  facets.catch(() => {
    facets = null;
  });
  return facets;
}

export const findSubjects: Find = async (search) => fitting(named((await facetsOf()).subjects), search);
export const findPublishers: Find = async (search) => fitting(named((await facetsOf()).publishers), search);

/** Returns the name of an organisation whose id stands in the address. */
export const nameOfOrganisation =
  (level: HolderLevel) =>
  async (id: string, signal: AbortSignal): Promise<string | null> => {
    const { data } = await send(HolderName, { level, id }, signal);
    return data.organisation?.name ?? null;
  };
