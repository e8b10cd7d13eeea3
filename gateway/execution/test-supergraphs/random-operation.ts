/**
 * Random operations that are valid by a schema: they use all the syntax that a client may use, and names that could be
 * dangerous as keys of objects.
 */
import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  parse,
  print,
  validate,
} from 'graphql';
import type { Chance } from './chance';

export interface RandomOperation {
  readonly query: string;
  /** Several sets of values for its variables. */
  readonly variables: readonly Readonly<Record<string, unknown>>[];
}

const ALIASES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'toJSON', 'then'];
const DEEPEST = 5;
/** The limit for one operation: planning a larger one takes seconds. */
const MAX_SELECTIONS = 32;
const MAX_IN_A_FRAGMENT = 6;

/** @returns undefined where the random operation is not valid: the same name for different fields */
export function randomOperation(schema: GraphQLSchema, chance: Chance): RandomOperation | undefined {
  const writer = new Writer(schema, chance);
  const mutation = schema.getMutationType();
  const isMutation = mutation && chance.happens(0.12);
  const root = isMutation ? mutation : schema.getQueryType();
  const body = writer.selections(root as GraphQLCompositeType, 0);
  const fragments = writer.usedFragments(body);
  const text = [body, ...fragments].join('\n');
  const used = writer.variables.filter(({ name }) => new RegExp(`\\$${name}\\b`).test(text));
  const definitions = used.map(({ name, type, fallback }) => `$${name}: ${type}${fallback ? ` = ${fallback}` : ''}`);
  const head = `${isMutation ? 'mutation' : 'query'} Random${definitions.length ? `(${definitions.join(', ')})` : ''}`;
  const query = `${head} ${text}`;
  if (validate(schema, parse(query)).length > 0) return undefined;
  const variables = [0, 1].map(() =>
    Object.fromEntries(
      used.flatMap(({ name, value }) => {
        const given = value();
        return given === undefined ? [] : [[name, given]];
      }),
    ),
  );
  return { query, variables };
}

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly fallback?: string;
  /** Undefined where it is left out. */
  readonly value: () => unknown;
}

class Writer {
  readonly variables: Variable[] = [];
  private readonly fragments: { name: string; on: GraphQLCompositeType; text: string }[] = [];
  private readonly composites: GraphQLCompositeType[];
  private readonly argumentsOf = new Map<string, string>();
  private aliases = 0;
  private left = MAX_SELECTIONS;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly chance: Chance,
  ) {
    this.composites = Object.values(schema.getTypeMap())
      .filter(isCompositeType)
      .filter((type) => !isIntrospectionType(type) && type !== schema.getMutationType());
    for (let at = chance.below(4); at > 0; at -= 1) this.addFragment();
    this.left = MAX_SELECTIONS;
  }

  selections(type: GraphQLCompositeType, depth: number): string {
    const count = Math.max(1, Math.min(this.left, 1 + this.chance.below(depth < 2 ? 5 : 4)));
    this.left -= count;
    const parts = Array.from({ length: count }, () => this.selection(type, depth));
    return `{ ${parts.join(' ')} }`;
  }

  usedFragments(body: string): string[] {
    let text = body;
    const used: string[] = [];
    for (;;) {
      const next = this.fragments.find(({ name, text: own }) => text.includes(`...${name}`) && !used.includes(own));
      if (!next) return used;
      used.push(next.text);
      text += next.text;
    }
  }

  private selection(type: GraphQLCompositeType, depth: number): string {
    const dice = this.chance.next();
    if (dice < 0.08) return `${this.chance.happens(0.3) ? this.alias() : ''}__typename${this.directives()}`;
    if (dice < 0.24 && this.mayGoDeeper(depth)) return this.inlineFragment(type, depth);
    if (dice < 0.36) {
      const fits = this.fragments.filter(({ on }) => this.overlap(type, on));
      if (fits.length > 0) return `...${this.chance.pick(fits).name}${this.directives()}`;
    }
    return this.field(type, depth);
  }

  private field(type: GraphQLCompositeType, depth: number): string {
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const fits = fields.filter((field) => this.mayGoDeeper(depth) || !isCompositeType(getNamedType(field.type)));
    if (fits.length === 0)
      return isUnionType(type) && this.mayGoDeeper(depth) ? this.inlineFragment(type, depth) : '__typename';
    const deep = fits.filter((field) => isCompositeType(getNamedType(field.type)));
    const field = this.chance.pick(deep.length > 0 && this.chance.happens(0.5) ? deep : fits);
    const alias = this.chance.happens(0.15) ? this.alias() : '';
    const named = getNamedType(field.type);
    const nested = isCompositeType(named) ? ` ${this.selections(named, depth + 1)}` : '';
    return `${alias}${field.name}${this.arguments(type, field, alias !== '')}${this.directives()}${nested}`;
  }

  private inlineFragment(type: GraphQLCompositeType, depth: number): string {
    const fits = this.composites.filter((other) => this.overlap(type, other));
    const on = this.chance.happens(0.1) || fits.length === 0 ? undefined : this.chance.pick(fits);
    return `...${on ? ` on ${on}` : ''}${this.directives()} ${this.selections(on ?? type, depth + 1)}`;
  }

  private mayGoDeeper(depth: number): boolean {
    return depth < DEEPEST && this.left > 0;
  }

  private addFragment(): void {
    this.left = MAX_IN_A_FRAGMENT;
    const on = this.chance.pick(this.composites);
    const name = `Part${this.fragments.length}`;
    this.fragments.push({ name, on, text: `fragment ${name} on ${on} ${this.selections(on, DEEPEST - 2)}` });
  }

  private overlap(one: GraphQLCompositeType, other: GraphQLCompositeType): boolean {
    const types = this.possible(one);
    return this.possible(other).some((type) => types.includes(type));
  }

  private possible(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    return isAbstractType(type) ? this.schema.getPossibleTypes(type) : [type];
  }

  private alias(): string {
    if (this.chance.happens(0.3)) return `${this.chance.pick(ALIASES)}: `;
    this.aliases += 1;
    return `a${this.aliases}: `;
  }

  /**
   * The arguments are the same for a field wherever it stands without an alias: otherwise the two could not be
   * merged.
   */
  private arguments(type: GraphQLCompositeType, field: GraphQLField<unknown, unknown>, isAliased: boolean): string {
    const owner = isObjectType(type) || isInterfaceType(type) ? field.name : type.name;
    const known = isAliased ? undefined : this.argumentsOf.get(owner);
    if (known !== undefined) return known;
    const given = field.args.filter((argument) => isRequiredArgument(argument) || this.chance.happens(0.4));
    const text = given.length > 0 ? `(${given.map((one) => `${one.name}: ${this.argument(one)}`).join(', ')})` : '';
    if (!isAliased) this.argumentsOf.set(owner, text);
    return text;
  }

  private argument({ type }: GraphQLArgument): string {
    if (this.chance.happens(0.5)) return print(astFromValue(this.input(type, 0), type) as never);
    const isRequired = isNonNullType(type);
    const fallback = this.chance.happens(0.2) ? print(astFromValue(this.input(type, 0), type) as never) : undefined;
    const value = () => (!(isRequired && !fallback) && this.chance.happens(0.3) ? undefined : this.input(type, 0));
    return this.variable({ type: String(type), fallback, value });
  }

  private directives(): string {
    if (!this.chance.happens(0.12)) return '';
    const both = this.chance.happens(0.15) ? ['skip', 'include'] : [this.chance.pick(['skip', 'include'])];
    return both.map((name) => ` @${name}(if: ${this.condition()})`).join('');
  }

  private condition(): string {
    if (this.chance.happens(0.15)) return String(this.chance.happens(0.5));
    const known = this.variables.filter(({ type }) => type.startsWith('Boolean'));
    if (known.length > 0 && this.chance.happens(0.5)) return `$${this.chance.pick(known).name}`;
    const boolean = () => this.chance.happens(0.5);
    if (this.chance.happens(0.6)) return this.variable({ type: 'Boolean!', value: boolean });
    const value = () => this.chance.pick([undefined, boolean(), boolean(), this.chance.happens(0.1) ? null : true]);
    return this.variable({ type: 'Boolean', fallback: String(boolean()), value });
  }

  private variable(variable: Omit<Variable, 'name'>): string {
    const name =
      this.chance.happens(0.03) && !this.variables.some((one) => one.name === '__proto__')
        ? '__proto__'
        : `v${this.variables.length}`;
    this.variables.push({ name, ...variable });
    return `$${name}`;
  }

  private input(type: GraphQLInputType, depth: number): unknown {
    if (isNonNullType(type)) return this.inputThere(type.ofType, depth);
    return this.chance.happens(0.1) ? null : this.inputThere(type, depth);
  }

  private inputThere(type: GraphQLInputType, depth: number): unknown {
    if (isNonNullType(type)) return this.inputThere(type.ofType, depth);
    if (isListType(type)) return Array.from({ length: this.chance.below(3) }, () => this.input(type.ofType, depth + 1));
    if (isEnumType(type)) return this.chance.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const given = Object.values(type.getFields()).filter(
        (field) => isRequiredInputField(field) || (depth < 2 && this.chance.happens(0.5)),
      );
      return Object.fromEntries(given.map((field) => [field.name, this.input(field.type, depth + 1)]));
    }
    if (type.name === 'Int') return this.chance.below(5);
    if (type.name === 'Float') return this.chance.below(50) / 4;
    if (type.name === 'Boolean') return this.chance.happens(0.5);
    return this.chance.pick(['1', '2', 'NW', 'a "b"']);
  }
}
