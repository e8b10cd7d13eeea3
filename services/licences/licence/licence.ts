import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { UsageRight } from '../../../access/right';
import type { Level } from '../../../caller/caller';
import { Organisation } from '../../subgraph/organisation/organisation';
import { SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { type Connection, connectionType } from '../../subgraph/schema/connection-type';
import { HolderLevelEnum, UsageRightEnum } from '../../subgraph/schema/enums';
import { SIZE_OF_ID } from '../../subgraph/schema/size';

export const TermKind = {
  FIXED: 'FIXED',
  DURATION: 'DURATION',
  SCHOOL_YEAR: 'SCHOOL_YEAR',
  UNLIMITED: 'UNLIMITED',
} as const;
export type TermKind = keyof typeof TermKind;
registerEnumType(TermKind, {
  name: 'TermKind',
  description: 'How the term of a licence is fixed.',
  valuesConfig: {
    FIXED: { description: 'From one day to another.' },
    DURATION: { description: 'So many days from its first activation at a holder.' },
    SCHOOL_YEAR: { description: 'For a school year, 1 August to 31 July.' },
    UNLIMITED: { description: 'Without end.' },
  },
});

@ObjectType({ description: 'Lizenz: the contract that allows the use of titles.' })
@Directive('@key(fields: "id")')
@Directive('@requiresScopes(scopes: [["entitlements:read"], ["access:read"]])')
export class Licence {
  @Field(() => ID, { description: 'Names it in this installation; it never changes.' })
  id!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => String, { description: 'The number that its seller gives it: EL-9923087.' })
  number!: string;

  @Field(() => String, { description: 'Its name, as the contract says it.' })
  name!: string;

  @Field(() => String, { description: 'Its commercial kind: Landeslizenz, Kreis-Onlinelizenz …' })
  kind!: string;

  @Field(() => String, { description: 'The publisher of its titles.' })
  publisher!: string;

  @Field(() => Int, { description: 'Counts what was written about it: an amendment names the version that was seen.' })
  version!: number;

  @Field(() => Organisation, { description: 'Who bought it.' })
  owner!: Organisation;

  @Field(() => [HolderLevelEnum], { description: 'The levels at which it may be held.' })
  holderLevels!: Level[];

  @Field(() => [UsageRightEnum], { description: 'What it allows. Entitlements and titles narrow it further.' })
  rights!: UsageRight[];

  @Field(() => [UsageRightEnum], { description: 'Of its rights, those that are opened to pupils.' })
  pupilRights!: UsageRight[];

  @Field(() => TermKind, { description: 'How its term is fixed.' })
  termKind!: TermKind;

  @Field(() => Date, { nullable: true, description: 'Null: open.' })
  validFrom!: Date | null;

  @Field(() => Date, { nullable: true, description: 'The first instant at which it no longer runs; null: open.' })
  validUntil!: Date | null;

  @Field(() => Int, { nullable: true, description: 'Days from its activation, where the term is a duration.' })
  durationDays!: number | null;

  @Field(() => Int, { nullable: true, description: 'Concurrent uses; null: unlimited.' })
  seats!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many schools may have it at a time, by whatever holder; null: no such limit.',
  })
  schoolCount!: number | null;
}

export const LicenceConnection = connectionType(Licence, {
  a: 'A licence',
  one: 'licence',
  many: 'licences',
  edges: 'The licences of the page, in the order of their numbers.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
export type LicenceConnection = Connection<Licence>;
