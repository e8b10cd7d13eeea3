/**
 * The terms of titles, in the order of lists: values that many titles share and by which lists can be filtered. The
 * titles with one term stand next to each other in an index, in the order of the list, so a page reads only as many as
 * it needs.
 *
 * A trigger maintains the table for each statement that writes titles. A title that is written again unchanged changes
 * nothing.
 */
const termsOf = (titles: string) => `
  select term.value, t.sort_key, t.id, t.added_at
  from ${titles} t join licences.publisher p on p.id = t.publisher_id
  cross join licences.title_terms(t.search, t.subjects, t.subject_codes, t.competences, t.languages, t.kind, p.name) as term(value)`;

export const TITLE_TERMS = `
  create function licences.title_terms(
    search tsvector, subjects text[], subject_codes text[], competences text[], languages text[], kind text, publisher text
  ) returns setof text language sql immutable parallel safe
    begin atomic
      select left(term, 100) from (
        select lexeme from unnest(tsvector_to_array(search)) as lexeme where lexeme like '=%' and lexeme not like '=~%'
        union all select 'subject:' || value from unnest(subjects) as value
        union all select 'code:' || value from unnest(subject_codes) as value
        union all select 'competence:' || value from unnest(competences) as value
        union all select 'language:' || value from unnest(languages) as value
        union all select 'kind:' || kind
        union all select 'publisher:' || publisher) as had(term);
    end;
  comment on function licences.title_terms is
    'the whole words of a title''s name, and what lists are narrowed by: as services/licences/title/title-terms.ts asks for them';

  -- These rows are catalogue data of no authority, so they have no row-level security. There is no foreign key, because
  -- it would refuse the deletion of a title whose rows the trigger deletes.
  create table licences.title_term (
    term      text collate "C",
    sort_key  text collate "C",
    title_id  bigint,
    added_at  timestamptz not null,
    primary key (term, sort_key, title_id)
  );
  -- Only terms of filters are in this index, because a search by words reads all titles for the newest. The terms of
  -- words do not contain this character.
  create index title_term_newest on licences.title_term (term, added_at desc, sort_key, title_id) where strpos(term, ':') > 0;
  comment on table licences.title_term is 'by what titles are found in the order of lists; each has some fifteen';
  comment on column licences.title_term.term is
    'a word of the name, marked as in licences.title.search; or a value, after what it is of; its first 100 characters';
  alter table licences.title_term alter column term set statistics 1000;
  grant select on licences.title_term to freischalter_licences;

  -- Rows are written in the order of the index, so that it is filled page by page.
  create function licences.keep_title_terms() returns trigger language plpgsql set enable_seqscan = off as $$
    begin
      if tg_op = 'INSERT' then
        insert into licences.title_term ${termsOf('after')} group by 1, 2, 3, 4 order by 1, 2, 3;
      elsif tg_op = 'DELETE' then
        delete from licences.title_term had using (${termsOf('before')}) as gone
        where (had.term, had.sort_key, had.title_id) = (gone.value, gone.sort_key, gone.id);
      else
        delete from licences.title_term had using (${termsOf('before')} except ${termsOf('after')}) as gone
        where (had.term, had.sort_key, had.title_id) = (gone.value, gone.sort_key, gone.id);
        insert into licences.title_term (${termsOf('after')} except ${termsOf('before')}) order by 1, 2, 3;
      end if;
      return null;
    end $$;
  create trigger keep_terms_of_new after insert on licences.title referencing new table as after
    for each statement execute function licences.keep_title_terms();
  create trigger keep_terms_of_changed after update on licences.title referencing old table as before new table as after
    for each statement execute function licences.keep_title_terms();
  create trigger keep_terms_of_deleted after delete on licences.title referencing old table as before
    for each statement execute function licences.keep_title_terms();
`;
