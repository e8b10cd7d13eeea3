/** Makes all demo data before any of it is written. Two calls for the same day return the same. */
import { demoTitles } from './catalogue/titles';
import { authorityContracts, schoolContracts } from './contracts/of-authorities-and-schools';
import { mediaCentreContracts } from './contracts/of-media-centres';
import { associationContracts, stateContracts } from './contracts/of-the-state';
import { demoDenials } from './demand';
import { DemoCalendar } from './demo-calendar';
import { schoolGroups } from './media-centres';
import { demoPackages } from './packages';
import { demoSchools } from './schools';
import { asShowcaseTitle, showcaseEntitlements, showcaseLicences } from './showcase';
import { type DemoEvent, demoEvents } from './usage';
import { allSources, type WorldWithoutUse } from './usage-sources';

export interface DemoWorld extends WorldWithoutUse {
  readonly events: readonly DemoEvent[];
}

/** @param today the day from which past and future are counted */
export function makeDemoWorld(today: Date = new Date()): DemoWorld {
  const calendar = new DemoCalendar(today);
  const schools = demoSchools(calendar);
  const titles = demoTitles(calendar).map((title) => asShowcaseTitle(title, calendar));
  const contracts = [
    ...stateContracts(calendar),
    ...associationContracts(calendar),
    ...mediaCentreContracts(schools, calendar),
    ...authorityContracts(schools, calendar),
    ...schoolContracts(schools, calendar),
  ];
  const world = {
    calendar,
    schools,
    groups: schoolGroups(schools),
    titles,
    packages: demoPackages(titles, calendar),
    licences: [...contracts.map(({ licence }) => licence), ...showcaseLicences(calendar)],
    entitlements: [...contracts.flatMap(({ entitlements }) => entitlements), ...showcaseEntitlements(calendar)],
  };
  const sources = allSources(world);
  const events = [...demoEvents(world, sources), ...demoDenials(world, sources)];
  return { ...world, events: events.sort((a, b) => a.usedAt - b.usedAt) };
}
