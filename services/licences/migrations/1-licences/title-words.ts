/**
 * The words of the catalogue, for “did you mean” and for searches, which leave out what no title has. Triggers maintain
 * them: a word exists as long as a title has it. A row names one of these titles instead of counting them, because the
 * rows of common words would otherwise be rewritten with every batch of an import. Titles must be written by one
 * transaction at a time, as imports are (database/queryable.ts): of two, one could drop a word that the other adds.
 *
 * Nothing here depends on the server's locale: letters are listed, and the column is sorted by "C".
 */

/** What a word is found by, as an expression: a function in its place would take three times as long for each new word. */
const keysOf = (word: string) => `array(
      select ${word} collate "C" union select '#' || licences.sound_of(${word})
      union select left(${word}, at - 1) || substr(${word}, at + 1) from generate_series(1, char_length(${word})) as at)`;

export const TITLE_WORDS = `
  create function licences.sound_of(word text) returns text language sql immutable strict parallel safe
    return (
      select left(code, 1) || replace(substr(code, 2), '0', '')
      from regexp_replace(
        translate(
          regexp_replace(
            replace(replace(replace(word, 'ph', 'f'), 'sch', 's'), 'x', 'ks') collate "C",
            'c(?![aouhkqlr])|[dt](?=[sz])', 's', 'g'),
          'bpdtfvwcgkqlmnrszßaeijouyäöüh', '1122333444456678880000000000'),
        '(.)\\1+', '\\1', 'g') as code);
  comment on function licences.sound_of is
    'how a German word sounds, roughly: one digit for all consonants that are taken for each other; of the vowels the first letter alone (after the Kölner Phonetik)';

  create function licences.spelling_keys(word text) returns text[] language sql immutable strict parallel safe
    return ${keysOf('word')};
  comment on function licences.spelling_keys is
    'words that share a key sound alike, or differ in one letter: it is missing, too many, another, or in the place of the next';

  -- These rows are catalogue data of no authority, so they have no row-level security. There is no foreign key, because
  -- it would refuse the deletion of a title whose rows the triggers delete.
  create table licences.title_word (
    word      text collate "C" primary key,
    title_id  bigint not null,
    keys      text[] not null
  );
  comment on table licences.title_word is 'all words of titles, and all parts of compounds';
  comment on column licences.title_word.title_id is 'a title that has the word';
  comment on column licences.title_word.keys is 'none for a word with a digit, or of fewer than 4 or more than 40 letters';
  create index title_word_keys on licences.title_word using gin (keys);
  create index title_word_title on licences.title_word (title_id);
  grant select on licences.title_word to freischalter_licences;

  -- A word that several titles of a statement have is looked up once, and only those that are new are looked at closely. Each is
  -- looked up in the index, however few words there were when the statement was planned.
  -- GIN indexes first collect what is new in a list, and every search reads all of it until the list is merged. Merging it with each
  -- statement costs an import nothing: a search in 3,949 new titles takes 1 ms instead of 29, and to delete them 4 s instead of 49.
  create function licences.add_title_words() returns trigger language plpgsql
    set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    begin
      with had as materialized (
        select lexeme, min(t.id) as title_id from after t cross join unnest(tsvector_to_array(t.search)) as lexeme group by lexeme),
      missing as materialized (
        select ltrim(lexeme, '~') as word, title_id from had
        where lexeme not like '=%'
          and not exists (select from licences.title_word known where known.word = ltrim(lexeme, '~')))
      insert into licences.title_word (word, title_id, keys)
      select word, min(title_id),
        case when char_length(word) between 4 and 40 and word collate "C" !~ '[0-9]' then ${keysOf('word')} else '{}' end
      from missing group by word order by word on conflict do nothing;
      perform gin_clean_pending_list('licences.title_search'), gin_clean_pending_list('licences.title_word_keys');
      return null;
    end $$;

  -- Each word is looked up in an index. Where all of 3,949 titles got other texts, an import took 9.9 s, against 19.5 s
  -- with the scans that PostgreSQL estimated to be cheaper, and 6.5 s without the trigger.
  create function licences.drop_title_words() returns trigger language plpgsql set enable_seqscan = off as $$
    begin
      with lost as materialized (
        select w.word, (
          select t.id from licences.title t
          where t.search @@ format('''%s'' | ''~%s''', w.word, w.word)::tsquery limit 1) as title_id
        from licences.title_word w join before on before.id = w.title_id
        where not exists (
          select from licences.title t
          where t.id = w.title_id and ts_match_vq(t.search, format('''%s'' | ''~%s''', w.word, w.word)::tsquery))),
      moved as (
        update licences.title_word w set title_id = lost.title_id from lost
        where w.word = lost.word and lost.title_id is not null)
      delete from licences.title_word w using lost where w.word = lost.word and lost.title_id is null;
      return null;
    end $$;

  create trigger add_words_of_new after insert on licences.title referencing new table as after
    for each statement execute function licences.add_title_words();
  create trigger add_words_of_changed after update on licences.title referencing new table as after
    for each statement execute function licences.add_title_words();
  create trigger drop_words_of_changed after update on licences.title referencing old table as before
    for each statement execute function licences.drop_title_words();
  create trigger drop_words_of_deleted after delete on licences.title referencing old table as before
    for each statement execute function licences.drop_title_words();
`;
