import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { MAX_NOTED, NoteWorklistInput, NoteWorklistResult } from './note';
import { noteWorklist } from './write-notes';

@Resolver()
export class NoteResolver {
  @Mutation(() => NoteWorklistResult, {
    nullable: true,
    description:
      'Snoozes rows of a worklist, assigns them to a colleague, or notes a text beside them. Where somebody changed one of these notes meanwhile, none is written.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["own-organisation-of-input"]])')
  @Directive('@cost(weight: 10)')
  @Directive(`@listSize(assumedSize: ${MAX_NOTED}, sizedFields: ["notes"])`)
  noteWorklist(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Arg('input', () => NoteWorklistInput, { description: 'The rows, and what is to be noted beside them.' })
    input: NoteWorklistInput,
  ): Promise<NoteWorklistResult> {
    return noteWorklist(session, caller, input, now);
  }
}
