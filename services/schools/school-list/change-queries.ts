/** What a list changes about schools and authorities on record, field by field; read before it is written. */

import type { Queryable } from '../../../database/queryable';
import { neverNull, nullable, type RowOf, statement, text } from '../../../database/statement';
import type { Changes } from '../../import-file/changes';
import type { SchoolList } from './school-list';

const DIFFERENCE = { what: text, field: text, before: nullable(text), after: nullable(text) };

const SCHOOL_FIELDS = {
  short_name: 'Kurzbezeichnung',
  form_code: 'Schulform',
  form: 'name of the Schulform',
  legal_form_code: 'Rechtsform',
  municipality_ags: 'Gemeindeschluessel',
  postcode: 'PLZ',
  city: 'Ort',
  street: 'Strasse',
  email: 'E-Mail',
  homepage: 'Homepage',
  operation_code: 'Schulbetriebsschluessel',
  operating: 'in operation',
};

const fieldPairs = Object.entries(SCHOOL_FIELDS).map(
  ([column, field]) => `('${field}', s.${column}::text, l.${column}::text)`,
);

const ATTRIBUTES_OF_SCHOOLS = statement(
  'reportAttributes: schools',
  `select 'school ' || l.number as what, x.field, x.before, x.after
   from listed_school l join schools.school s on s.id = l.id join schools.organisation o on o.id = s.id
   cross join lateral (values ('name', o.name, l.name), ${fieldPairs.join(', ')}) x(field, before, after)
   where x.before is distinct from x.after
   order by l.number`,
  DIFFERENCE,
);

const LEFT_OUT = statement(
  'reportAttributes: left out',
  `select 'school ' || o.number as what, 'in operation' as field, s.operating::text as before,
     'closed as of the list' as after
   from schools.school s join schools.organisation o on o.id = s.id
   where o.state = $1 and s.source = $3 and s.left_list_at is null and s.operating @> $2::timestamptz
     and not exists (select from listed_school l where l.id = s.id)
   order by o.number`,
  { ...DIFFERENCE, before: text, after: text },
);

const ATTRIBUTES_OF_AUTHORITIES = statement(
  'reportAttributes: authorities',
  `select 'authority ' || l.number as what, x.field, x.before, x.after
   from listed_authority l join schools.organisation o on o.key = 'AUTHORITY:' || $1 || ':' || l.number
   join schools.authority a on a.id = o.id
   cross join lateral (values ('name', o.name, l.name), ('postcode', a.postcode, l.postcode), ('city', a.city, l.city))
     x(field, before, after)
   where l.name is not null and x.before is distinct from x.after
   order by l.number`,
  { ...DIFFERENCE, what: neverNull(text, 'what is listed has a number') },
);

export async function reportAttributes(db: Queryable, { state, source }: SchoolList, asOf: Date, changes: Changes) {
  report(changes, await db.query(ATTRIBUTES_OF_SCHOOLS));
  report(changes, await db.query(LEFT_OUT, [state, asOf, source]));
  report(changes, await db.query(ATTRIBUTES_OF_AUTHORITIES, [state]));
}

const MOVES = statement(
  'reportMoves',
  `select 'school ' || s.number as what, lower(x.level) as field, former.name || ', ' || former.number as before,
     o.name || ', ' || o.number as after
   from moving x
   join schools.organisation s on s.id = x.school_id
   join schools.organisation o on o.id = x.organisation_id
   left join schools.membership m on m.school_id = x.school_id and m.level = x.level and m.valid @> $1::timestamptz
   left join schools.organisation former on former.id = m.organisation_id
   where x.known
   order by s.number, x.level`,
  { ...DIFFERENCE, field: neverNull(text, 'every membership has a level'), after: text },
);

/** To be called after `findMoving`, and before `move`. */
export async function reportMoves(db: Queryable, asOf: Date, changes: Changes): Promise<void> {
  report(changes, await db.query(MOVES, [asOf]));
}

function report(changes: Changes, differences: readonly RowOf<typeof DIFFERENCE>[]): void {
  for (const { what, field, before, after } of differences)
    changes.add(what, field, before || 'nothing', after || 'nothing');
}
