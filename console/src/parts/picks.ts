/** What can be picked in a filter, and how it is found. */
import { allRows } from '../api/all-rows';
import {
  FindSchools,
  type HolderLevel,
  HolderName,
  PickAuthorities,
  PickFacets,
  PickGroups,
  PickLicences,
  PickPlaces,
  PickTitles,
} from '../api/operations';
import { send } from '../api/send';
import { session } from '../session/session-store';
import type { Pick } from './pick-field';

type Find = (text: string, signal: AbortSignal) => Promise<readonly Pick[]>;

const MOST = 8;
/** A page of the schools of which places and forms are gathered. */
const SCHOOLS = 200;

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

type Place = { readonly city: string; readonly form: string | null; readonly district: Parameters<typeof numbered>[0] };
let places: Promise<readonly Place[]> | null = null;

// Whoever signs in next may reach others.
session.subscribe(() => {
  places = null;
});

/** Of all schools in reach, once for each visit: a form or a district that only the last one has can be picked too. */
function placesOf(): Promise<readonly Place[]> {
  places ??= allRows(PickPlaces, { first: SCHOOLS }, ({ schools }) => schools);
  places.catch(() => {
    places = null;
  });
  return places;
}

const fitting = (picks: readonly Pick[], text: string) => {
  const wanted = text.toLowerCase();
  const all = new Map(picks.map((pick) => [pick.id, pick]));
  return [...all.values()]
    .filter(({ name, more = '' }) => `${name} ${more}`.toLowerCase().includes(wanted))
    .slice(0, MOST);
};

export const findCities: Find = async (search) =>
  fitting(
    (await placesOf()).map(({ city }) => ({ id: city, name: city })),
    search,
  );

export const findForms: Find = async (search) =>
  fitting(
    (await placesOf()).flatMap(({ form }) => (form === null ? [] : [{ id: form, name: form }])),
    search,
  );

export const findDistricts: Find = async (search) =>
  fitting(
    (await placesOf()).map(({ district }) => numbered(district)),
    search,
  );

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

const named = (names: readonly string[]) => names.map((name) => ({ id: name, name }));

export const findSubjects: Find = async (search) => fitting(named((await facetsOf()).subjects), search);
export const findPublishers: Find = async (search) => fitting(named((await facetsOf()).publishers), search);

/** Names what an address names by its id. */
export const nameOfOrganisation =
  (level: HolderLevel) =>
  async (id: string, signal: AbortSignal): Promise<string | null> => {
    const { data } = await send(HolderName, { level, id }, signal);
    return data.organisation?.name ?? null;
  };
