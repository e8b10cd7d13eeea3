import { sortKey } from './sort-key';

test.each([
  ['Ägypten und der Nil', 'agypten und der nil'],
  ['Straße der Romanik', 'strasse der romanik'],
  ['„Faust“ – Der Tragödie erster Teil', 'faust der tragodie erster teil'],
  ["Wie geht's? Café, Œuvre & Smørrebrød", 'wie gehts cafe oeuvre smorrebrod'],
  ['1989: Die Mauer fällt', '1989 die mauer fallt'],
  ['  CO₂ – Klimagas  ', 'co2 klimagas'],
  ['Ökosystem', 'okosystem'],
  ['???', ''],
])('“%s” sorts as “%s”', (name, key) => {
  expect(sortKey(name)).toBe(key);
});
