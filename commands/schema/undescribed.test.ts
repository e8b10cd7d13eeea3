import { readFileSync } from 'node:fs';
import { undescribed } from './undescribed';

test('every type, field, argument and enum value that clients see has a description', () => {
  expect(undescribed(readFileSync('schema/api.graphql', 'utf8'))).toEqual([]);
});

test('what has no description, or an empty one, is named by its coordinate', () => {
  const api = `
    type Query { school(number: String!): School }
    type School { "Its name." name: String! "" city: String! }
    enum Kind { "A film." FILM TEXT }
    "What is asked." input Asked { word: String }
    scalar Day
  `;
  expect(undescribed(api)).toEqual([
    'Query.school',
    'Query.school(number:)',
    'School',
    'School.city',
    'Kind',
    'Kind.TEXT',
    'Asked.word',
    'Day',
  ]);
});
