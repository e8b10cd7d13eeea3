import DataLoader from 'dataloader';
import { forbidden, reaches } from '../../../caller/caller';
import { perRequest } from '../../subgraph/context';
import type { School } from './school';
import { findSchools } from './school-queries';

/** Schools by id. One out of the caller's reach and one that does not exist are refused alike. */
export const schoolLoader = perRequest(
  ({ session, caller }) =>
    new DataLoader<string, School>(async (ids) => {
      const schools = new Map((await findSchools(session, ids)).map((school) => [school.id, school]));
      return ids.map((id) => {
        const school = schools.get(id);
        return school && reaches(caller, school.organisations) ? school : forbidden();
      });
    }),
);
