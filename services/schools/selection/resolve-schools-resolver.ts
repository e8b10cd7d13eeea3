/** Shows how a pasted list of school numbers is read, before it is used. */
import { Arg, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { School } from '../school/school';
import { schoolLoader } from '../school/school-loader';
import { MAX_ROWS, SIZE_OF_PASTED_ROWS } from './holder-selection';
import { resolveNumbers } from './resolve-holders';
import { DuplicateRow, MatchedRow, ResolvedSchools } from './resolved-types';

@Resolver()
export class ResolveSchoolsResolver {
  @Query(() => ResolvedSchools, {
    description:
      'What a pasted list of official school numbers is taken for. A row may hold a number in any written form (199007, NW:199007, NW_199007, DE-NW-199007), with quotes and blanks around it and as a spreadsheet writes it (="199007", 199.007), several numbers, or a number among other cells of a table, divided by tabs or semicolons.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["schools:read"]])')
  @Directive('@cost(weight: 20)')
  @Directive(`@listSize(assumedSize: ${MAX_ROWS}, sizedFields: ["matched", "duplicates", "unmatched"])`)
  resolveSchools(
    @Ctx() { session, caller }: SubgraphContext,
    @Directive(SIZE_OF_PASTED_ROWS)
    @Arg('numbers', () => [String], { description: 'The rows of the list; each text may hold several.' })
    numbers: string[],
  ): Promise<ResolvedSchools> {
    return resolveNumbers(session, caller, numbers, 'numbers');
  }
}

@Resolver(() => MatchedRow)
export class MatchedRowResolver {
  @FieldResolver(() => School, { description: 'The school.' })
  school(@Root() { id }: MatchedRow, @Ctx() context: SubgraphContext): Promise<School> {
    return schoolLoader(context).load(id);
  }
}

@Resolver(() => DuplicateRow)
export class DuplicateRowResolver {
  @FieldResolver(() => School, { description: 'The school.' })
  school(@Root() { id }: DuplicateRow, @Ctx() context: SubgraphContext): Promise<School> {
    return schoolLoader(context).load(id);
  }
}
