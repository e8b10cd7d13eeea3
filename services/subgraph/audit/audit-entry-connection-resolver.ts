import { Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { AuditEntryConnection } from './audit-entry';

@Resolver(() => AuditEntryConnection)
export class AuditEntryConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many entries the whole list has.' })
  @Directive('@cost(weight: 200)')
  totalCount(@Root() connection: AuditEntryConnection): Promise<number> {
    return connection.count();
  }
}
