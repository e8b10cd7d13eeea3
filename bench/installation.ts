/** Makes the world of 5,500 schools that most benches use. */
import { SERVICES, type Service } from '../database/roles';
import { createTestDatabase, type TestDatabase } from '../test/database';
import { makeLargeInstallation } from '../test/large-installation';

export interface Installation {
  readonly database: TestDatabase;
  /** The address of the database for the role of each service. */
  readonly databases: Readonly<Record<Service, string>>;
}

/** The authority that callers are bound to, and the numbers of its schools. */
export const AUTHORITY = 'AUTHORITY:NW:A2';
export const SCHOOL_NUMBERS = ['S1', 'S901', 'S1801', 'S2701', 'S3601', 'S4501'];

export async function makeInstallation(say: (line: string) => void): Promise<Installation> {
  say('making 5,500 schools, 20,000 titles and their entitlements');
  const database = await createTestDatabase();
  await makeLargeInstallation(database);
  await database.query(
    `insert into schools.authority (id, in_key_list) select id, true from schools.organisation where number ~ '^A\\d'`,
  );
  await database.query(
    `insert into schools.district (id, ags, kind, number_plates)
     select id, '051' || lpad(substr(number, 2), 2, '0'), 'Kreis', '{XX}' from schools.organisation where number ~ '^D\\d'`,
  );
  const databases = Object.fromEntries(SERVICES.map((service) => [service, database.urlOf(service)]));
  return { database, databases: databases as Record<Service, string> };
}
