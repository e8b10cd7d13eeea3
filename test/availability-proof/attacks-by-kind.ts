/** Each kind of caller sends the most expensive operation that it may, on 50 connections, all the time. */
import type { CallerKind } from '../../caller/caller';
import { type Assault, type RequestAttack, twice } from './attack';
import { ask } from './load';
import { TITLE_FIELDS } from './texts';

const CONNECTIONS = 50;
const some = <Item>(items: readonly Item[]) => items[Math.floor(Math.random() * items.length)] as Item;
const list = (count: number, item: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => item(at)).join(' ');

type TextOf = (size: number, assault: Assault) => string;

/** At the largest size that the gateway accepts. */
function dearest(token: CallerKind, what: string, size: number, text: TextOf): RequestAttack {
  return {
    name: `${token}-${what}`,
    sends: `the dearest ${what} that is let in`,
    token,
    size,
    fits: true,
    connections: CONNECTIONS,
    shot: (assault, size) => ask(assault, text(size, assault)),
  };
}

const month = (before: number) => {
  const today = new Date();
  return new Date(Date.UTC(today.getFullYear(), today.getMonth() - before, 1)).toISOString().slice(0, 7);
};
/** The longest page that may be requested. */
const SUMS = `usage(from:"${month(35)}",until:"${month(0)}"){month streams downloads views total}`;

const page: TextOf = (size, { fixture }) =>
  `{school(number:"${some(fixture.schools)}"){licensedTitles(first:${size}){totalCount edges{level rights validUntil node{${TITLE_FIELDS}}}}}}`;
const check: TextOf = (size, { fixture }) =>
  `{school(number:"${some(fixture.schools)}"){access(titleIds:[${list(size, () => `"${some(fixture.titles)}"`)}]){outcome reason title{${TITLE_FIELDS}}}}}`;
/** As many titles as a page has, each at so many schools. */
const availability: TextOf = (size, { fixture }) =>
  `{titles(first:200){edges{node{id ${list(size, (at) => `a${at}:availability(school:"NW:${some(fixture.allSchools)}"){outcome reason since}`)}}}}}`;
const availabilityAtOwn: TextOf = (size, { fixture }) =>
  `{titles(first:200){edges{node{id ${list(size, (at) => `a${at}:availability(school:"NW:${some(fixture.schools)}"){outcome reason since}`)}}}}}`;
const licences: TextOf = (size) =>
  `{licences(first:${size}){edges{node{id name owner{name} publisher rights price{cents}}}}}`;
const pagesOfSchools: TextOf = (size, { fixture }) =>
  `{schoolAuthority(number:"${fixture.authority}"){schools(first:200){edges{node{name licensedTitles(first:${size}){edges{node{${TITLE_FIELDS}}}}}}}}}`;
const sumsOfTitles: TextOf = (size) => `{titles(first:200){edges{node{name ${list(size, (at) => `u${at}:${SUMS}`)}}}}}`;
const sumsOfSchools: TextOf = (size, { fixture }) =>
  `{schoolAuthority(number:"${fixture.authority}"){${SUMS} schools(first:${size}){edges{node{name ${SUMS}}}}}}`;
const everything: TextOf = (size, { fixture }) =>
  `{${list(10, (at) => `a${at}:schoolAuthority(number:"${some(fixture.allAuthorities)}"){schools(first:200){edges{node{name licensedTitles(first:${size}){edges{node{${TITLE_FIELDS}}}}}}}}`)}}`;

export const ATTACKS_BY_KIND: readonly RequestAttack[] = [
  dearest('lms', 'page', 200, page),
  dearest('lms', 'check', 500, check),
  dearest('lms', 'availability', 50, availabilityAtOwn),
  dearest('licensing', 'pages-of-schools', 200, pagesOfSchools),
  dearest('licensing', 'licences', 200, licences),
  dearest('licensing', 'availability', 50, availabilityAtOwn),
  dearest('reporting', 'sums-of-titles', 50, sumsOfTitles),
  dearest('reporting', 'sums-of-schools', 200, sumsOfSchools),
  dearest('operator', 'everything', 200, everything),
  dearest('operator', 'sums-of-titles', 50, sumsOfTitles),
  dearest('operator', 'availability', 50, availability),
  ...twice({
    name: 'errors-while-away',
    sends: '10,000 errors in an answer, while the usage service is away',
    token: 'reporting',
    away: 'usage',
    connections: CONNECTIONS,
    size: 50,
    shot: (assault, size) =>
      ask(
        assault,
        `{titles(first:200){edges{node{name ${list(size, (at) => `u${at}:usage(from:"${month(0)}",until:"${month(0)}"){total}`)}}}}}`,
      ),
  }),
];
