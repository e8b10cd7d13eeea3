/**
 * Reads a supergraph twice: with its requirements, for authorisation, and without them, for the planner.
 *
 * @apollo/gateway refuses a supergraph with @authenticated, @requiresScopes or @policy, and serves one without them unprotected.
 * So they are removed here and nowhere else, after they were read.
 */
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  parse,
  print,
  visit,
} from 'graphql';
import { readPlannerFields } from '../authorisation/aliases';
import { type Requirements, readRequirements, SECURITY_DIRECTIVES } from '../authorisation/requirements';
import { type CostWeights, readCostWeights } from '../limits/cost-weights';
import { type FieldGraphs, readFieldGraphs } from '../limits/field-graphs';
import { type CacheHints, readCacheHints } from './cache-hints';

export interface Supergraph {
  /** The SDL for the planner. It protects nothing. */
  readonly forPlanner: string;
  readonly requirements: Requirements;
  readonly costs: CostWeights;
  readonly cacheHints: CacheHints;
  readonly fieldGraphs: FieldGraphs;
  /** Fields that the planner adds by itself. No alias of a client may have one of these names. */
  readonly plannerFields: ReadonlySet<string>;
}

const SECURITY_LINK = new RegExp(`^https://specs\\.apollo\\.dev/(${SECURITY_DIRECTIVES.join('|')})/`);

/** @throws Error where the supergraph requires nothing at all, or has its security directives under other names */
export function readSupergraph(sdl: string): Supergraph {
  const document = parse(sdl);
  checkLinks(document);
  const requirements = readRequirements(document);
  if (requirements.size === 0) {
    throw new Error(
      'The supergraph requires nothing of any caller: its @authenticated, @requiresScopes and @policy are gone. ' +
        'Compose it anew with npm run schema.',
    );
  }
  return {
    forPlanner: print(withoutSecurity(document)),
    requirements,
    costs: readCostWeights(document),
    cacheHints: readCacheHints(document),
    fieldGraphs: readFieldGraphs(document),
    plannerFields: readPlannerFields(document),
  };
}

function withoutSecurity(document: DocumentNode): DocumentNode {
  const definitions = document.definitions.filter((node) => !definesSecurity(node));
  return visit(
    { ...document, definitions },
    {
      Directive: (node) => (isSecurityDirective(node.name.value) || isSecurityLink(node) ? null : undefined),
    },
  );
}

/** Tells whether the node defines such a directive, or a scalar of its arguments. */
function definesSecurity(node: DefinitionNode): boolean {
  if (node.kind === Kind.DIRECTIVE_DEFINITION) return isSecurityDirective(node.name.value);
  return (
    node.kind === Kind.SCALAR_TYPE_DEFINITION &&
    SECURITY_DIRECTIVES.some((name) => node.name.value.startsWith(`${name}__`))
  );
}

function isSecurityDirective(name: string): boolean {
  return SECURITY_DIRECTIVES.some((directive) => directive === name);
}

function isSecurityLink(node: DirectiveNode): boolean {
  return node.name.value === 'link' && SECURITY_LINK.test(textArgument(node, 'url'));
}

function checkLinks(document: DocumentNode): void {
  const links = document.definitions
    .filter((node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
    .flatMap((node) => (node.directives ?? []) as readonly ConstDirectiveNode[])
    .filter(isSecurityLink);
  const renamed = links.find((node) =>
    node.arguments?.some(({ name }) => name.value === 'as' || name.value === 'import'),
  );
  if (renamed)
    throw new Error(`The supergraph gives ${textArgument(renamed, 'url')} another name. Import it as it is called.`);
}

function textArgument(node: DirectiveNode, argument: string): string {
  const value = node.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : '';
}
