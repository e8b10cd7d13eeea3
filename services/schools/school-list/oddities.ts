/** What is odd about a list and does no harm, a sentence each. */
import type { Queryable } from '../../../database/queryable';
import type { SchoolList } from './school-list';

interface Odd {
  readonly nullWords: number;
  readonly undated: number;
  readonly someUndated: readonly string[];
  readonly nameless: number;
  readonly ofNameless: number;
  readonly named: number;
  readonly formed: boolean;
  /** `0A (59 schools)`, in their order. */
  readonly formless: readonly string[];
}

export async function oddities(db: Queryable, { authorities, schoolForms }: SchoolList): Promise<string[]> {
  const odd = await findOdd(db);
  const sentences: [boolean, string][] = [
    [odd.nullWords > 0, `fields that hold the word “null”, read as empty: ${odd.nullWords}`],
    [odd.undated > 0, `schools without a Schulbetriebsdatum: ${odd.undated} (${odd.someUndated.join(', ')})`],
    [!authorities, 'no key list of authorities was given (--authorities key_traeger.xml)'],
    [!schoolForms, 'no key list of school forms was given (--school-forms key_schulformschluessel.xml)'],
    [
      odd.named > 0 && odd.nameless > 0,
      `authorities that the key list lacks, kept by their number: ${odd.nameless} (${odd.ofNameless} schools)`,
    ],
    [odd.formed && odd.formless.length > 0, `school forms that the key list lacks: ${odd.formless.join(', ')}`],
  ];
  return sentences.flatMap(([holds, sentence]) => (holds ? [sentence] : []));
}

async function findOdd(db: Queryable): Promise<Odd> {
  const [odd] = await db.query<Odd>(
    `select l.*, a.*, f.*
     from (select coalesce(sum(null_words), 0)::int as "nullWords", count(*) filter (where undated)::int as undated,
             coalesce((array_agg(number order by line) filter (where undated))[1:5], '{}') as "someUndated",
             coalesce(bool_or(form is not null), false) as formed
           from listed_school) l,
       (select count(*) filter (where a.name is null)::int as nameless, count(a.name)::int as named,
          coalesce(sum(s.count) filter (where a.name is null), 0)::int as "ofNameless"
        from listed_authority a
        join (select authority_number, count(*) from listed_school group by 1) s on s.authority_number = a.number) a,
       (select coalesce(array_agg(code || ' (' || count || ' schools)' order by code collate "C"), '{}') as formless
        from (select form_code as code, count(*) from listed_school where form is null group by 1) forms) f`,
  );
  return odd as Odd;
}
