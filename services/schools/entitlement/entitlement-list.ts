/** A list of entitlements: its order, and its types. */
import { Field, InputType, registerEnumType } from 'type-graphql';
import { SIZE_OF_CURSOR } from '../../subgraph/schema/connection';
import { type CountedConnection, connectionType } from '../../subgraph/schema/connection-type';
import { enumOf, OrderDirection } from '../../subgraph/schema/enums';
import { Entitlement } from './entitlement';

const ENTITLEMENT_ORDERS = ['END', 'BEGIN', 'HOLDER', 'LICENCE'] as const;
export type EntitlementOrderBy = (typeof ENTITLEMENT_ORDERS)[number];
const EntitlementOrderByEnum = enumOf(ENTITLEMENT_ORDERS);
registerEnumType(EntitlementOrderByEnum, {
  name: 'EntitlementOrderBy',
  description: 'What entitlements are ordered by.',
  valuesConfig: {
    END: { description: 'When they end; those without an end come after all others.' },
    BEGIN: { description: 'When they begin.' },
    HOLDER: { description: 'The name of their holder, as a German dictionary orders it; then their licence.' },
    LICENCE: { description: 'The number of their licence; then the name of their holder.' },
  },
});

@InputType({ description: 'The order of entitlements. Equal ones come in an order that stays the same.' })
export class EntitlementOrder {
  @Field(() => EntitlementOrderByEnum, { description: 'What they are ordered by.' })
  by!: EntitlementOrderBy;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Upward, or downward.' })
  direction!: OrderDirection;
}

export const EntitlementConnection = connectionType(Entitlement, {
  a: 'An entitlement',
  one: 'entitlement',
  many: 'entitlements',
  edges: 'The entitlements of the page, in the order that was asked for.',
  cursor: SIZE_OF_CURSOR,
});
export type EntitlementConnection = CountedConnection<Entitlement>;
