/** The texts of attacks, as short to write as they are dear to read. Each gets a word that makes it a new text. */

const levels = (count: number) => Array.from({ length: count }, (_, at) => at);
const list = (count: number, item: (at: number) => string) => levels(count).map(item).join(' ');

/** Each level spreads the next one twice: 2^depth selections in some lines. */
function doubling(type: string, depth: number, leaf: string, wrap = (inner: string) => inner): string {
  const inner = (at: number) => (at + 1 < depth ? wrap(`...f${at + 1} ...g${at + 1}`) : leaf);
  return list(depth, (at) => `fragment f${at} on ${type}{${inner(at)}} fragment g${at} on ${type}{${inner(at)}}`);
}

export function doublingWithin(number: string, word: string): string {
  return `{${word}:school(number:"${number}"){...f0 ...g0}} ${doubling('School', 20, 'name')}`;
}

export function doublingAtTheRoot(number: string, word: string): string {
  return `query ${word}{...f0 ...g0} ${doubling('Query', 20, `${word}:school(number:"${number}"){name}`)}`;
}

export function doublingOfTypes(word: string): string {
  return `query ${word}{__schema{types{...f0 ...g0}}} ${doubling('__Type', 20, 'name')}`;
}

/** Through fields, so that each level is a level of the answer, too. */
export function doublingThroughFields(word: string): string {
  const text = doubling('__Type', 12, 'name', (inner) => `ofType{${inner}}`);
  return `query ${word}{__schema{types{...f0 ...g0}}} ${text}`;
}

/** Whether fields of one name may be merged is looked at for each pair of them. */
export function equalFields(number: string, word: string): string {
  return `{${word}:school(number:"${number}"){${list(300, () => `licensedTitles(first:1,search:"${word}"){totalCount}`)}}}`;
}

export function unknownFields(number: string, word: string): string {
  return `{school(number:"${number}"){${list(990, (at) => `${word}${at}`)}}}`;
}

export function unusedVariables(word: string): string {
  return `query(${list(950, (at) => `$${word}${at}:Int`)}){__typename}`;
}

export function manyOperations(word: string): string {
  return list(900, (at) => `query ${word}${at}{me{kind}}`);
}

export function longNumber(word: string): string {
  return `{${word}:titles(first:${'9'.repeat(900_000)}){totalCount}}`;
}

/** Every field that a jump to another service is needed for, in both directions, under names of its own. */
export function dearToPlan(schools: readonly string[], word: string): string {
  const node = (at: number) => `node{id name a${at}:availability(school:"NW:${schools[0]}"){outcome}}`;
  const page = (at: number) =>
    `l${at}:licensedTitles(first:1){edges{${node(at)} entitlement{id holder{name} licence{name owner{name}}}}}`;
  const check = (at: number) =>
    `c${at}:access(titleIds:["1"]){outcome title{name b${at}:availability(school:"NW:${schools[0]}"){outcome}} entitlement{holder{name} licence{name owner{name}}}}`;
  return `{${list(4, (at) => {
    const number = schools[at % schools.length];
    return `${word}${at}:school(number:"${number}"){name authority{name schools(first:1){edges{node{name ${page(at)}}}}} ${page(at + 10)} ${check(at + 20)}}`;
  })}}`;
}

export const TITLE_FIELDS =
  'id name number description kind language publisher series year keywords subjects rights durationSeconds gradeFrom gradeUntil ageRating withdrawnAt';

export function descriptions(word: string): string {
  return `{titles(first:200){edges{node{${list(50, (at) => `${word}${at}:description`)}}}}}`;
}

/** Some 30 KB that are easy to answer. */
export function largeText(word: string): string {
  return `{titles(first:1){edges{node{${list(45, (at) => `${word}${at}${'x'.repeat(650)}:name`)}}}}}`;
}

/** As many fields as are allowed, and so as large a tree as can be had of a text. */
export function largeTree(word: string): string {
  return `query ${word}{titles(first:1){edges{node{${list(95, () => 'id name number kind language publisher year series')}}}}}`;
}

export function searches(words: readonly string[]): string {
  return `{${words.map((word, at) => `s${at}:titles(search:"${word}",first:100){edges{node{id}}}`).join(' ')}}`;
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
export const RECORD =
  'mutation Record($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded alreadyKnown } }';
