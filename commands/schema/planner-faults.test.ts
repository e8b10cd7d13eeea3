/** Each case of the federation audit that the planner fails, in the smallest schema, and similar cases that it passes. */
import { generateSchemaFiles } from './generate';
import { PlannerFaultsError } from './planner-faults';

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@requires", "@shareable", "@interfaceObject", "@composeDirective"])
  @link(url: "https://freischalter.invalid/constraint/v1.0", import: ["@constraint"])
  @composeDirective(name: "@constraint")
  directive @constraint(maxLength: Int) on ARGUMENT_DEFINITION\n`;

const generate = (a: string, b: string) => generateSchemaFiles({ a: FEDERATION + a, b: FEDERATION + b });

const PRODUCTS = `
  type Query { products: [Product] }
  type Product @key(fields: "upc") {
    upc: Int! weight: Int price(currency: String! @constraint(maxLength: 3)): Int category: Category
  }
  type Category @key(fields: "id") { id: Int! averagePrice(currency: String! @constraint(maxLength: 3)): Int }`;
const shipping = (fields: string, ...more: string[]) => `
  type Product @key(fields: "upc") {
    upc: Int! weight: Int @external price(currency: String! @constraint(maxLength: 3)): Int @external
    category: Category @external
    shipping: Int @requires(fields: ${JSON.stringify(fields)}) ${more.join(' ')}
  }
  type Category @key(fields: "id") { id: Int! averagePrice(currency: String! @constraint(maxLength: 3)): Int @external }`;

const PLAIN = `
  type Product @key(fields: "upc") { upc: Int! weight: Int @external category: Category @external
    shipping(to: Int): Int @requires(fields: "weight category { id }") }
  type Category @key(fields: "id") { id: Int! }`;

const A = (keys: string) => `type A ${keys} { id: Int! pId: Int! @shareable name: String! }`;
const B = (keys: string) => `
  type Query { b: B }
  type B { a: [A!]! }
  type A ${keys} { id: Int! pId: Int! @shareable name: String! @external nameInB: String! @requires(fields: "name") }`;
const PARTLY = '@key(fields: "pId", resolvable: false) @key(fields: "id")';

const NODE = 'type Query { a: Node } interface Node @key(fields: "id") { id: Int! }';
const FIELD = 'type Query { b: Node } type Node @interfaceObject @key(fields: "id") { id: Int! field: String }';

test.each<[string, string, string, RegExp]>([
  [
    'requires-with-argument',
    PRODUCTS,
    shipping('price(currency: "USD") weight'),
    /^ {2}b: Product\.shipping: @requires of a field that takes arguments, .*\(requires-with-argument, .*require that\.$/m,
  ],
  [
    'requires-with-argument, deeper',
    PRODUCTS,
    shipping('weight category { averagePrice(currency: "USD") }'),
    /^ {2}b: Product\.shipping: /m,
  ],
  [
    'requires-with-argument-conflict',
    PRODUCTS,
    shipping('price(currency: "USD")', 'euro: Int @requires(fields: "price(currency: \\"EUR\\")")'),
    /^ {2}b: Product\.shipping: .*\n {2}b: Product\.euro: .*requires-with-argument-conflict/m,
  ],
  [
    'requires-with-argument, with the default of the argument',
    PRODUCTS.replace('String! @', 'String = "USD" @'),
    shipping('price')
      .replace('String! @', 'String = "USD" @')
      .replace(/category:.*\n/, '')
      .replace(/type Category.*/, ''),
    /^ {2}b: Product\.shipping: /m,
  ],
  [
    'requires-with-argument, by the full name of the directive',
    PRODUCTS,
    shipping('price(currency: "USD")').replace('@requires', '@federation__requires'),
    /^ {2}b: Product\.shipping: /m,
  ],
  ['keys-mashup', A('@key(fields: "id")'), B(PARTLY), /^ {2}b: A: beside @requires, .*\(keys-mashup\)\. Make it /m],
  [
    'keys-mashup, in an extension',
    A('@key(fields: "id")'),
    `${B('@key(fields: "id")')} extend type A @key(fields: "pId", resolvable: false)`,
    /^ {2}b: A: .*keys-mashup/m,
  ],
  [
    'non-resolvable-interface-object',
    NODE,
    FIELD.replace('"id")', '"id", resolvable: false)'),
    /^ {2}a: Node: an interface that no object implements .*\(non-resolvable-interface-object\)\. Write /m,
  ],
  [
    'an interface that only interfaces implement',
    `${NODE} interface Other implements Node { id: Int! }`,
    FIELD,
    /^ {2}a: Other: /m,
  ],
])('%s is refused', (_, a, b, fault) => {
  expect(() => generate(a, b)).toThrow(PlannerFaultsError);
  expect(() => generate(a, b)).toThrow(fault);
});

test.each<[string, string, string]>([
  ['@requires of fields without arguments', PRODUCTS, PLAIN],
  ['several keys, all of them resolvable', A('@key(fields: "id")'), B('@key(fields: "pId") @key(fields: "id")')],
  ['a key that is not resolvable, and no @requires', A(PARTLY), B('@key(fields: "id")')],
  ['an interface that a type implements', `${NODE} type T implements Node @key(fields: "id") { id: Int! }`, FIELD],
])('%s is planned correctly', (_, a, b) => {
  expect(() => generate(a, b)).not.toThrow();
});
