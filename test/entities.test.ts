/** TypeORM's entities agree with the migrated tables; a wrong entity is reported by name. */
import { Column, DataSource, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { connect } from '../database/connection';
import { DUMPED_SCHEMAS } from '../database/dump';
import { createTestDatabase, type TestDatabase } from './database';
import { disagreements } from './entity-agreement';

let database: TestDatabase;
const sources: DataSource[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  for (const source of sources) await source.destroy();
  await database?.drop();
});

test('every table and view has an entity, which agrees with it in columns, types, nullability and keys', async () => {
  const source = await connect(database.ownerUrl, { poolSize: 1, applicationName: 'entities' });
  sources.push(source);
  expect(await disagreements(source, database, DUMPED_SCHEMAS)).toEqual([]);
});

describe('where an entity is wrong', () => {
  @Entity({ schema: 'shop', name: 'customer' })
  class Customer {
    @PrimaryColumn('bigint')
    id!: string;

    @Column('text', { unique: true })
    name!: string;
  }

  @Entity({ schema: 'shop', name: 'order' })
  class Order {
    @PrimaryColumn('bigint')
    id!: string;

    @PrimaryColumn('bigint', { name: 'shop_id' })
    shopId!: string;

    @Column('bigint', { name: 'customer_id' })
    customerId!: string;

    @ManyToOne(() => Customer)
    @JoinColumn({ name: 'customer_id' })
    customer!: Relation<Customer>;

    @Column('text', { array: true })
    items!: string[];

    @Column('tstzrange', { nullable: true })
    delivery!: string | null;

    @Column('enum', { enum: ['OPEN', 'PAID'] })
    state!: string;
  }

  /** The tables as the entities describe them. */
  const TABLES = `
    create schema shop;
    create type shop.state as enum ('OPEN', 'PAID');
    create table shop.customer (id bigint primary key, name text not null unique);
    create table shop."order" (
      id bigint, shop_id bigint, customer_id bigint not null references shop.customer, items text[] not null,
      delivery tstzrange, state shop.state not null, primary key (id, shop_id)
    ) partition by list (shop_id);
    create table shop.order_0 partition of shop."order" default;`;

  let shop: DataSource;
  beforeAll(async () => {
    const url = database.ownerUrl;
    shop = new DataSource({ type: 'postgres', url, entities: [Customer, Order], installExtensions: false });
    sources.push(await shop.initialize());
  });
  beforeEach(() => database.query(TABLES));
  afterEach(() => database.query('drop schema shop cascade'));

  test('agreement reports nothing: a partition needs no entity of its own', async () => {
    expect(await disagreements(shop, database, ['shop'])).toEqual([]);
  });

  test.each([
    [
      'alter table shop.customer alter name type varchar(20)',
      'shop.customer.name: the entity says text not null, the database says character varying(20) not null',
    ],
    [
      'alter table shop.order alter items type text using null',
      'shop.order.items: the entity says text[] not null, the database says text not null',
    ],
    [
      'alter table shop.order alter delivery type daterange using null',
      'shop.order.delivery: the entity says tstzrange, the database says daterange',
    ],
    [
      "alter type shop.state add value 'LOST'",
      'shop.order.state: the entity says enum (OPEN, PAID) not null, the database says enum (OPEN, PAID, LOST) not null',
    ],
    [
      'alter table shop.customer alter name drop not null',
      'shop.customer.name: the entity says text not null, the database says text',
    ],
    [
      'alter table shop.order alter delivery set not null',
      'shop.order.delivery: the entity says tstzrange, the database says tstzrange not null',
    ],
    [
      'alter table shop.customer alter id add generated always as identity',
      'shop.customer.id: the entity says bigint not null, the database says bigint not null generated always as identity',
    ],
    [
      'alter table shop.customer add since date',
      'shop.customer.since: the entity says nothing, the database says date',
    ],
    [
      'alter table shop.order drop delivery',
      'shop.order.delivery: the entity says tstzrange, the database says nothing',
    ],
    [
      'alter table shop.customer drop constraint customer_name_key',
      'shop.customer: the entity says unique (name), the database says nothing',
    ],
    [
      'create unique index on shop.customer (name, id)',
      'shop.customer: the entity says nothing, the database says unique index (name, id)',
    ],
    [
      'alter table shop.order drop constraint order_customer_id_fkey',
      'shop.order: the entity says foreign key (customer_id) references shop.customer (id), the database says nothing',
    ],
    ['create table shop.till (id bigint)', 'shop.till: no entity describes it'],
    ['create view shop.open_order as select 1 as id', 'shop.open_order: no entity describes it'],
  ])('%s', async (change, complaint) => {
    await database.query(change);
    expect(await disagreements(shop, database, ['shop'])).toEqual([complaint]);
  });

  test('a key of other columns is named from both sides', async () => {
    await database.query('alter table shop.order drop constraint order_pkey, add primary key (shop_id, id)');
    expect(await disagreements(shop, database, ['shop'])).toEqual([
      'shop.order: the entity says primary key (id, shop_id), the database says nothing',
      'shop.order: the entity says nothing, the database says primary key (shop_id, id)',
    ]);
  });

  test('a missing table is named', async () => {
    await database.query('drop table shop.order');
    expect(await disagreements(shop, database, ['shop'])).toEqual(['shop.order: the database has no such table']);
  });
});
