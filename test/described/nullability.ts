/**
 * Decides whether a column of a statement may be null, from PostgreSQL's parse tree and its catalogue. A column may be
 * null unless it is known never to be.
 */
import { COLLECTING, NEVER_NULL, PICKING, TOTAL_FUNCTIONS, TOTAL_OPERATORS } from './known-functions';
import { isNode, listOf, type Node, nodeOf, numberOf, parseTree, type Value } from './parse-tree';

/** The part of the catalogue that decides about nulls. */
export interface Catalogue {
  readonly relations: ReadonlyMap<number, Relation>;
  /** The names of functions and operators, by oid. */
  readonly functions: ReadonlyMap<number, string>;
  readonly operators: ReadonlyMap<number, string>;
}

export interface Relation {
  readonly name: string;
  /** The query of a view in PostgreSQL's form. */
  readonly view: string | null;
  /** The columns by their number. */
  readonly columns: ReadonlyMap<
    number,
    { readonly name: string; readonly notNull: boolean; readonly check: string | null }
  >;
}

interface Origin {
  readonly table: string;
  readonly column: string;
  /** The values that a check of the column allows. */
  readonly check: string | null;
}

export interface Known {
  readonly neverNull: boolean;
  /** The table column where it is one. */
  readonly origin?: Origin;
}

const MAYBE: Known = { neverNull: false };
const NEVER: Known = { neverNull: true };

/** A query and the queries around it, from the innermost to the outermost. */
type Scopes = readonly Node[];

/** Returns the columns of a query, in their order. */
export function columnsOf(query: Node, catalogue: Catalogue): (Known & { readonly name: string })[] {
  return targetsOf(query).map((target) => ({
    name: String(target.fields.resname),
    ...targetKnown(target, [query]),
  }));

  function targetKnown(target: Node, scopes: Scopes): Known {
    const query = scopes[0] as Node;
    const operations = query.fields.setOperations;
    if (!isNode(operations)) return known(target.fields.expr, scopes);
    const number = numberOf(target.fields.resno);
    return both(leavesOf(operations).map((index) => fromRange(rangeOf(query, index), number, scopes)));
  }

  function known(value: Value | undefined, scopes: Scopes): Known {
    if (!isNode(value)) return MAYBE;
    const { kind, fields } = value;
    const query = scopes[0] as Node;
    const all = (values: readonly Value[]) => values.every((one) => known(one, scopes).neverNull);
    const when = (neverNull: boolean) => (neverNull ? NEVER : MAYBE);
    const args = listOf(fields.args);
    switch (kind) {
      case 'VAR': {
        const levels = numberOf(fields.varlevelsup);
        const outer = scopes.slice(levels);
        const found = fromRange(rangeOf(outer[0] as Node, numberOf(fields.varno)), numberOf(fields.varattno), outer);
        return listOf(fields.varnullingrels).length > 1 ? { ...found, neverNull: false } : found;
      }
      case 'CONST':
        return when(fields.constisnull === 'false');
      case 'NULLTEST':
      case 'BOOLEANTEST':
      case 'DISTINCTEXPR':
      case 'ARRAYEXPR':
      case 'ROWEXPR':
      case 'SQLVALUEFUNCTION':
        return NEVER;
      case 'RELABELTYPE':
      case 'COLLATEEXPR':
        return known(fields.arg ?? fields.args, scopes);
      case 'COERCEVIAIO':
      case 'ARRAYCOERCEEXPR':
      case 'COERCETODOMAIN':
        return when(known(fields.arg, scopes).neverNull);
      case 'COALESCEEXPR':
      case 'MINMAXEXPR':
        return when(args.some((one) => known(one, scopes).neverNull));
      case 'BOOLEXPR':
        return when(all(args));
      case 'CASEEXPR':
        return when(all([...args.map((one) => nodeOf(one).fields.result ?? null), fields.defresult ?? null]));
      case 'OPEXPR':
        return when(TOTAL_OPERATORS.has(catalogue.operators.get(numberOf(fields.opno)) ?? '') && all(args));
      /** It is unknown whether an array that is a value holds a null. */
      case 'SCALARARRAYOPEXPR': {
        const [one, list] = args;
        return when(isNode(list) && all([one ?? null, ...listOf(list.fields.elements)]) && list.kind === 'ARRAYEXPR');
      }
      case 'FUNCEXPR': {
        const name = catalogue.functions.get(numberOf(fields.funcid)) ?? '';
        /** The cast may be explicit or implicit. */
        const isCast = fields.funcformat === '1' || fields.funcformat === '2';
        return when(NEVER_NULL.has(name) || ((isCast || TOTAL_FUNCTIONS.has(name)) && all(args)));
      }
      case 'WINDOWFUNC':
        return when(NEVER_NULL.has(catalogue.functions.get(numberOf(fields.winfnoid)) ?? ''));
      case 'AGGREF': {
        const name = catalogue.functions.get(numberOf(fields.aggfnoid)) ?? '';
        if (NEVER_NULL.has(name)) return NEVER;
        const isOfGroup = listOf(query.fields.groupClause).length > 0 && fields.aggfilter === null;
        const of = args.map((one) => nodeOf(one).fields.expr ?? null);
        return when(isOfGroup && (COLLECTING.has(name) || (PICKING.has(name) && all(of))));
      }
      case 'SUBLINK':
        return when(sublink(fields, scopes));
      case 'SUBSCRIPTINGREF':
        return when(listOf(fields.reflowerindexpr).length > 0 && known(fields.refexpr, scopes).neverNull);
      default:
        return MAYBE;
    }
  }

  /** Covers `exists`, `array(…)`, `in`, and a scalar query, which returns one row where it only aggregates. */
  function sublink(fields: Node['fields'], scopes: Scopes): boolean {
    const inner = nodeOf(fields.subselect);
    const first = targetsOf(inner)[0];
    const innerKnown = () => first !== undefined && targetKnown(first, [inner, ...scopes]).neverNull;
    switch (fields.subLinkType) {
      case '0':
      case '6':
        return true;
      case '2':
        return (
          isNode(fields.testexpr) && known(listOf(fields.testexpr.fields.args)[0], scopes).neverNull && innerKnown()
        );
      case '4':
        return inner.fields.hasAggs === 'true' && listOf(inner.fields.groupClause).length === 0 && innerKnown();
      default:
        return false;
    }
  }

  /** Returns what is known of a column of an item of `from`. */
  function fromRange(range: Node, column: number, scopes: Scopes): Known {
    const { fields } = range;
    switch (fields.rtekind) {
      case '0':
        return ofRelation(numberOf(fields.relid), column);
      case '1': {
        const inner = nodeOf(fields.subquery);
        return targetKnown(targetsOf(inner)[column - 1] as Node, [inner, ...scopes]);
      }
      case '2':
        return known(listOf(fields.joinaliasvars)[column - 1], scopes);
      case '3': {
        const given = listOf(fields.functions).reduce<number>(
          (sum, one) => sum + numberOf(nodeOf(one).fields.funccolcount),
          0,
        );
        return column > given ? NEVER : MAYBE;
      }
      case '5':
        return both(listOf(fields.values_lists).map((row) => known(listOf(row)[column - 1], scopes)));
      case '6': {
        const home = scopes.slice(numberOf(fields.ctelevelsup));
        const cte = listOf(home[0]?.fields.cteList)
          .map(nodeOf)
          .find((one) => one.fields.ctename === fields.ctename);
        const inner = nodeOf(cte?.fields.ctequery);
        return targetKnown(targetsOf(inner)[column - 1] as Node, [inner, ...home]);
      }
      case '9':
        return known(listOf(fields.groupexprs)[column - 1], scopes);
      default:
        return MAYBE;
    }
  }

  function ofRelation(oid: number, number: number): Known {
    /** Columns such as `xmax` have negative numbers. */
    if (number < 0) return NEVER;
    const relation = catalogue.relations.get(oid);
    const column = relation?.columns.get(number);
    if (!relation || !column) return MAYBE;
    if (relation.view !== null) {
      const query = nodeOf(listOf(parseTree(relation.view))[0]);
      return targetKnown(targetsOf(query)[number - 1] as Node, [query]);
    }
    const origin = { table: relation.name, column: column.name, check: column.check };
    return { neverNull: column.notNull, origin };
  }
}

/** Returns the select list, or the returning list of a statement that writes. */
function targetsOf({ fields }: Node): Node[] {
  const list = fields.commandType === '1' ? fields.targetList : fields.returningList;
  return listOf(list)
    .map(nodeOf)
    .filter((target) => target.fields.resjunk !== 'true');
}

function rangeOf(query: Node, index: number): Node {
  return nodeOf(listOf(query.fields.rtable)[index - 1]);
}

function leavesOf({ kind, fields }: Node): number[] {
  if (kind === 'RANGETBLREF') return [numberOf(fields.rtindex)];
  return [...leavesOf(nodeOf(fields.larg)), ...leavesOf(nodeOf(fields.rarg))];
}

/** Returns what holds for all of them. */
function both(all: readonly Known[]): Known {
  return { neverNull: all.every(({ neverNull }) => neverNull) };
}
