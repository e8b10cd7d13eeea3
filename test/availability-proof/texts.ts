/** Texts of attacks: short to write and expensive to process. A unique word makes each of them a new text. */

const list = (count: number, item: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => item(at)).join(' ');

/** Each level spreads the next one twice: 2^depth selections in a few lines. */
function doubling(type: string, depth: number, leaf: string, wrap = (inner: string) => inner): string {
  const inner = (at: number) => (at + 1 < depth ? wrap(`...f${at + 1} ...g${at + 1}`) : leaf);
  return list(depth, (at) => `fragment f${at} on ${type}{${inner(at)}} fragment g${at} on ${type}{${inner(at)}}`);
}

export function doublingWithin(number: string, depth: number, word: string): string {
  return `{${word}:school(number:"${number}"){...f0 ...g0}} ${doubling('School', depth, 'name')}`;
}

export function doublingAtTheRoot(number: string, depth: number, word: string): string {
  return `query ${word}{...f0 ...g0} ${doubling('Query', depth, `${word}:school(number:"${number}"){name}`)}`;
}

export function doublingOfTypes(depth: number, word: string): string {
  return `query ${word}{__schema{types{...f0 ...g0}}} ${doubling('__Type', depth, 'name')}`;
}

/** Through fields, so that each level is a level of the answer, too. */
export function doublingThroughFields(depth: number, word: string): string {
  const text = doubling('__Type', depth, 'name', (inner) => `ofType{${inner}}`);
  return `query ${word}{__schema{types{...f0 ...g0}}} ${text}`;
}

/** Validation compares each pair of fields with the same name. */
export function equalFields(number: string, count: number, word: string): string {
  return `{${word}:school(number:"${number}"){${list(count, () => `licensedTitles(first:1,search:"${word}"){totalCount}`)}}}`;
}

export function unknownFields(number: string, count: number, word: string): string {
  return `{school(number:"${number}"){${list(count, (at) => `${word}${at}`)}}}`;
}

export function unusedVariables(count: number, word: string): string {
  return `query(${list(count, (at) => `$${word}${at}:Int`)}){__typename}`;
}

export function manyOperations(count: number, word: string): string {
  return list(count, (at) => `query ${word}${at}{me{kind}}`);
}

export function longNumber(digits: number, word: string): string {
  return `{${word}:titles(first:${'9'.repeat(digits)}){totalCount}}`;
}

/** A list of lists in the text, and not in the variables. */
export function literals(count: number, word: string): string {
  return `{${word}:titles(first:1,filter:{subjects:[${list(count, (at) => `"${word}${at}"`)}]}){totalCount}}`;
}

/** Every field that needs another service, in both directions, under names of its own. */
export function dearToPlan(schools: readonly string[], count: number, word: string): string {
  const node = (at: number) => `node{id name a${at}:availability(school:"NW:${schools[0]}"){outcome}}`;
  const page = (at: number) =>
    `l${at}:licensedTitles(first:1){edges{${node(at)} entitlement{id holder{name} licence{name owner{name}}}}}`;
  const check = (at: number) =>
    `c${at}:access(titleIds:["1"]){outcome title{name b${at}:availability(school:"NW:${schools[0]}"){outcome}} entitlement{holder{name} licence{name owner{name}}}}`;
  return `{${list(count, (at) => {
    const number = schools[at % schools.length];
    return `${word}${at}:school(number:"${number}"){name authority{name schools(first:1){edges{node{name ${page(at)}}}}} ${page(at + 10)} ${check(at + 20)}}`;
  })}}`;
}

export const TITLE_FIELDS =
  'id name number description kind language publisher series year keywords subjects rights durationSeconds gradeFrom gradeUntil ageRating withdrawnAt';

export function descriptions(names: number, titles: number, word: string): string {
  return `{titles(first:${titles}){edges{node{${list(names, (at) => `${word}${at}:description`)}}}}}`;
}

/** A text that is easy to answer. @param size of each of its 45 names, in characters */
export function largeText(size: number, word: string): string {
  return `{titles(first:1){edges{node{${list(45, (at) => `${word}${at}${'x'.repeat(size)}:name`)}}}}}`;
}

/** The largest tree that a text can request. */
export function largeTree(fields: number, word: string): string {
  const names = 'id name number kind language publisher year series'.split(' ');
  return `query ${word}{titles(first:1){edges{node{${list(fields, (at) => names[at % names.length] as string)}}}}}`;
}

export function searches(first: number, words: readonly string[]): string {
  return `{${words.map((word, at) => `s${at}:titles(search:"${word}",first:${first}){edges{node{id}}}`).join(' ')}}`;
}

/** Each asks for the whole list of a school, which is kept until the next difference. */
export function changes(numbers: readonly string[]): string {
  const difference = `changes(first:200){edges{node{change titleId title{${TITLE_FIELDS}} rights validUntil}} until}`;
  return `{${numbers.map((number, at) => `s${at}:school(number:"${number}"){${difference}}`).join(' ')}}`;
}

export const CHECK_ACCESS =
  'query Check($number: String!, $ids: [ID!]!) { school(number: $number) { access(titleIds: $ids) { outcome reason } } }';
export const SUBJECTS =
  'query Subjects($subjects: [String!]) { titles(first: 20, filter: { subjects: $subjects }) { totalCount edges { node { id } } } }';
export const SEARCH =
  'query Search($words: String) { titles(first: 20, search: $words) { totalCount edges { node { id } } } }';
export const LICENCES =
  'query Licences($words: String) { licences(first: 200, search: $words) { edges { node { id } } } }';
export const ASSIGN = `mutation Assign($licences: [ID!]!, $holders: [HolderInput!]!) {
  assignEntitlements(input: { licenceIds: $licences, holders: $holders, preview: true }) { assigned unchanged } }`;
export const AMEND_PACKAGE = `mutation Amend($package: ID!, $titles: [PackageTitleInput!]) {
  amendPackage(input: { packageId: $package, version: 1, add: $titles, preview: true }) {
    outcome effects { pairsOpened } accessChanges(first: 100) { totalCount edges { node { title { name } school { name } } } } } }`;
export const RECORD =
  'mutation Record($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded alreadyKnown } }';
