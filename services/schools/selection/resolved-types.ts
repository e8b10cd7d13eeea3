/** How a pasted list was read. */
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../subgraph/schema/enums';
import { size } from '../../subgraph/schema/size';
import { LONGEST_TEXT } from './pasted-numbers';

const SIZE_OF_TEXT = size({ maxLength: LONGEST_TEXT + 1 });
const ROW = 'The row of the list, from 1: empty ones count too.';
const TEXT = 'What stands there, without quotes and blanks around it; shortened.';

/** Why a row names no school. A foreign school and one that does not exist have the same reason. */
const UNMATCHED_REASONS = ['NOT_A_NUMBER', 'NOT_IN_REACH'] as const;
type UnmatchedReason = (typeof UNMATCHED_REASONS)[number];
const UnmatchedReasonEnum = enumOf(UNMATCHED_REASONS);
registerEnumType(UnmatchedReasonEnum, {
  name: 'UnmatchedReason',
  description: 'Why a row of a pasted list names no school.',
  valuesConfig: {
    NOT_A_NUMBER: { description: 'Nothing in it is a school number that can be read for certain.' },
    NOT_IN_REACH: { description: 'No school in your reach has this number.' },
  },
});

@ObjectType({ description: 'A row of a pasted list that names no school.' })
export class UnmatchedRow {
  @Field(() => Int, { description: ROW })
  row!: number;

  @Directive(SIZE_OF_TEXT)
  @Field(() => String, { description: TEXT })
  text!: string;

  @Field(() => UnmatchedReasonEnum, { description: 'Why it names none.' })
  reason!: UnmatchedReason;
}

@ObjectType({ description: 'A row of a pasted list that names a school.' })
export class MatchedRow {
  /** The id of the school. */
  id!: string;

  @Field(() => Int, { description: ROW })
  row!: number;

  @Directive(SIZE_OF_TEXT)
  @Field(() => String, { description: TEXT })
  text!: string;
}

@ObjectType({ description: 'A row of a pasted list that names a school which a row before it names already.' })
export class DuplicateRow extends MatchedRow {
  @Field(() => Int, { description: 'The first row that names this school.' })
  firstRow!: number;
}

@ObjectType({
  description: 'What a pasted list was taken for: each of its entries stands in one of the lists, in their order.',
})
export class ResolvedSchools {
  @Field(() => [MatchedRow], { description: 'Each school in your reach that it names, with the first row that does.' })
  matched!: MatchedRow[];

  @Field(() => [DuplicateRow], { description: 'Further rows that name one of these schools.' })
  duplicates!: DuplicateRow[];

  @Field(() => [UnmatchedRow], { description: 'Rows that name no school in your reach.' })
  unmatched!: UnmatchedRow[];
}
