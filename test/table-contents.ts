import type { TestDatabase } from './database';

/**
 * Returns a digest of the rows of each table, with those of its partitions.
 *
 * @param except the tables that are left out
 */
export async function tableContents(
  query: TestDatabase['query'],
  except: readonly string[] = [],
): Promise<Record<string, string>> {
  const tables = await query<{ name: string }>(
    `select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace n on n.oid = relnamespace
     where nspname in ('schools', 'licences', 'usage') and relkind in ('r', 'p') and not relispartition
       and format('%I.%I', nspname, relname) <> all ($1) order by 1`,
    [except],
  );
  const digests = await query<{ name: string; digest: string }>(
    tables
      .map(
        ({ name }) =>
          `select '${name}' as name, coalesce((select md5(string_agg(t::text, E'\\n' order by t::text)) from ${name} t), '') as digest`,
      )
      .join(' union all '),
  );
  return Object.fromEntries(digests.map(({ name, digest }) => [name, digest]));
}
