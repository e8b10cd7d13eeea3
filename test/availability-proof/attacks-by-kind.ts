/** Each kind of caller with the dearest that the schema offers it, on 50 connections at once, all the time. */
import type { Assault, Attack } from './attack';
import { ask, press } from './press';
import { TITLE_FIELDS } from './texts';

const CONNECTIONS = 50;
const some = <Item>(items: readonly Item[]) => items[Math.floor(Math.random() * items.length)] as Item;

function dearest(
  token: 'lms' | 'licensing' | 'reporting' | 'operator',
  texts: readonly ((ground: Assault) => string)[],
): Attack {
  return {
    name: `dearest-of-${token}`,
    sends: 'the dearest operations that its kind may send, on 50 connections',
    token,
    run: (assault) =>
      press(assault, CONNECTIONS, (n) => {
        const text = texts[n % texts.length] as (typeof texts)[number];
        return ask(assault, text(assault));
      }),
  };
}

const MONTHS = (): string => {
  const until = new Date();
  const from = new Date(until.getFullYear(), until.getMonth() - 34, 1);
  const month = (date: Date) => date.toISOString().slice(0, 7);
  return `from:"${month(from)}",until:"${month(until)}"`;
};
const SUMS = 'month streams downloads views total';
const ids = (assault: Assault, count: number) =>
  Array.from({ length: count }, () => `"${some(assault.ground.titles)}"`).join(',');

export const ATTACKS_BY_KIND: readonly Attack[] = [
  dearest('lms', [
    (assault) =>
      `{school(number:"${some(assault.ground.schools)}"){licensedTitles(first:200){totalCount edges{level rights validUntil node{${TITLE_FIELDS}}}}}}`,
    (assault) =>
      `{school(number:"${some(assault.ground.schools)}"){access(titleIds:[${ids(assault, 500)}]){outcome reason title{${TITLE_FIELDS}}}}}`,
    (assault) =>
      `{titles(first:200){edges{node{id availability(school:"NW:${some(assault.ground.schools)}"){outcome reason since}}}}}`,
  ]),
  dearest('licensing', [
    (assault) =>
      `{schoolAuthority(number:"${assault.ground.authority}"){schools(first:200){edges{node{name licensedTitles(first:200){edges{node{${TITLE_FIELDS}}}}}}}}}`,
    () => '{licences(first:200){edges{node{id name owner{name} publisher rights price{cents}}}}}',
    (assault) =>
      `{titles(first:200){edges{node{id ${Array.from({ length: 25 }, (_, at) => `a${at}:availability(school:"NW:${some(assault.ground.schools)}"){outcome reason since}`).join(' ')}}}}}`,
  ]),
  dearest('reporting', [
    (assault) =>
      `{schoolAuthority(number:"${assault.ground.authority}"){usage(${MONTHS()}){${SUMS}} schools(first:200){edges{node{name usage(${MONTHS()}){${SUMS}}}}}}}`,
    () => `{titles(first:200){edges{node{name usage(${MONTHS()}){${SUMS}}}}}}`,
  ]),
  dearest('operator', [
    (assault) =>
      `{${Array.from({ length: 10 }, (_, at) => `a${at}:schoolAuthority(number:"${some(assault.ground.allAuthorities)}"){schools(first:200){edges{node{name licensedTitles(first:20){edges{node{${TITLE_FIELDS}}}}}}}}`).join(' ')}}`,
    () =>
      `{titles(first:200){edges{node{name ${Array.from({ length: 9 }, (_, at) => `u${at}:usage(${MONTHS()}){${SUMS}}`).join(' ')}}}}}`,
    (assault) =>
      `{titles(first:200){edges{node{id ${Array.from({ length: 40 }, (_, at) => `a${at}:availability(school:"NW:${some(assault.ground.allSchools)}"){outcome reason since}`).join(' ')}}}}}`,
  ]),
  {
    name: 'errors-while-away',
    sends: 'questions with 10,000 and more errors for answer, while the usage service is away',
    token: 'reporting',
    away: 'usage',
    run: (assault) =>
      press(assault, CONNECTIONS, () =>
        ask(
          assault,
          `{titles(first:200){edges{node{name ${Array.from({ length: 50 }, (_, at) => `u${at}:usage(from:"2026-01",until:"2026-01"){total}`).join(' ')}}}}}`,
        ),
      ),
  },
];
