/** Finds titles by the number that is printed on them, which is usually what other systems know. */
import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { batchLoader, type SubgraphContext } from '../../subgraph/context';
import { SIZE_OF_ID, sizeOfIds } from '../../subgraph/schema/size';
import { requireCatalogue } from '../authorisation/allowed';
import { Title } from './title';
import { findTitlesByNumber } from './title-number-queries';

/** As many as a check of access accepts: what one page of a learning platform links to. */
const MAX_NUMBERS = 500;

const loader = batchLoader<string, Title | null>(async ({ session, caller }, numbers) => {
  requireCatalogue(caller);
  const found = await findTitlesByNumber(session, numbers);
  return numbers.map((number) => found.get(number) ?? null);
});

@Resolver()
export class TitleNumberResolver {
  @Query(() => Title, {
    nullable: true,
    description: 'A title by its media number (Mediennummer), in capitals or not; null where there is none.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["titles:read"]])')
  titleByNumber(
    @Ctx() context: SubgraphContext,
    @Directive(SIZE_OF_ID) @Arg('number', () => String, { description: 'The media number.' }) number: string,
  ): Promise<Title | null> {
    return loader(context).load(number.trim());
  }

  @Query(() => [Title], {
    nullable: 'items',
    description: `A title for each media number, in the order asked for, and null where there is none; ${MAX_NUMBERS} at the most.`,
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["titles:read"]])')
  @Directive(`@listSize(assumedSize: ${MAX_NUMBERS})`)
  titlesByNumber(
    @Ctx() context: SubgraphContext,
    @Directive(sizeOfIds(MAX_NUMBERS))
    @Arg('numbers', () => [String], { description: 'The media numbers.' })
    numbers: string[],
  ): Promise<(Title | null)[]> {
    const titles = loader(context);
    return Promise.all(numbers.map((number) => titles.load(number.trim())));
  }
}
