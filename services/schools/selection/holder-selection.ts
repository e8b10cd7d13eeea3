import { Directive, Field, InputType } from 'type-graphql';
import { size } from '../../subgraph/schema/size';
import { HolderInput } from '../organisation/holder-input';
import { SchoolFilter } from '../school/school-filter';

/** The most rows of one selection: a state has about 5,500 schools. */
export const MAX_ROWS = 10_000;
/** A row may be copied from a spreadsheet, with its other cells. */
export const SIZE_OF_PASTED_ROWS = size({ maxItems: MAX_ROWS, maxLength: 1_000 });
/** For each row: rows of a list do not count as things that are named at once, but each is looked up. */
export const COST_OF_PASTED_ROWS = '@cost(weight: 1)';

@InputType({
  description: 'Which organisations are to hold something: all that are named in any of these ways, each once.',
})
export class HolderSelection {
  @Directive(size({ maxItems: MAX_ROWS }))
  @Field(() => [HolderInput], { nullable: true, description: 'Organisations of any level, by id.' })
  holders?: HolderInput[] | null;

  @Field(() => SchoolFilter, { nullable: true, description: 'Each school in your reach that fits this filter.' })
  schools?: SchoolFilter | null;

  @Directive(SIZE_OF_PASTED_ROWS)
  @Directive(COST_OF_PASTED_ROWS)
  @Field(() => [String], {
    nullable: true,
    description:
      'Rows of a pasted list of official school numbers, in any written form: see resolveSchools, which says what they are taken for.',
  })
  numbers?: string[] | null;
}
