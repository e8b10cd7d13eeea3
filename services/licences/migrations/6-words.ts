import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refillSearch } from '../search/refill';

/**
 * What titles are found by is cut into words by a rule of our own (words/words.ts), at import and here, and no longer by
 * PostgreSQL, which takes “„Faustspiel“” for one word where LC_CTYPE is C, and “1914-1918” for 1914 and -1918.
 */
export class Words1780000000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index licences.title_search;
      alter table licences.title alter column search drop expression;
      alter table licences.title alter column search set default '';
      alter table licences.title drop column search_text;
      comment on column licences.title.search is
        'the words of name (weight A), series, description, keywords, subjects and publisher, as services/licences/search cuts them';
    `);
    await refillSearch(runner);
    await runner.query(`
      create index title_search on licences.title using gin (search);
      create index title_number on licences.title (lower(number collate "C"));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table licences.title drop column search;
      drop index licences.title_number;
      alter table licences.title add column search_text text not null default '';
      update licences.title t set search_text = concat_ws(' ', t.series, t.description, nullif(array_to_string(t.keywords, ' '), ''),
        nullif(array_to_string(t.subjects, ' '), ''), p.name) from licences.publisher p where p.id = t.publisher_id;
      alter table licences.title add column search tsvector not null generated always as (
        setweight(to_tsvector('german', name), 'A') || to_tsvector('german', search_text)) stored;
      create index title_search on licences.title using gin (search);
    `);
  }
}
