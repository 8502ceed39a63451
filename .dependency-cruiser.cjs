/** The import law: which room may import which. See docs/architecture.md. */
const test = '\\.(test|contract|e2e|bench)\\.tsx?$|/testing/|/fixtures/'

/** A room of packages/ (or apps/): from it, of ours, only what `may` lists. */
const room = (name, from, may) => ({
  name: `law-${name}`,
  comment: `${name} may import only: ${may.join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: test },
  to: { path: '^(packages|apps|e2e|tooling)/', pathNot: [`^${from}/`, ...may.map(room => `^${room}/`)] },
})
const libraries = ['contracts', 'match', 'streams', 'db', 'telemetry', 'resilience', 'api', 'sdk'].map(
  p => `packages/${p}`,
)
const adapters = '^packages/streams/src/(kafka|redis|postgres|memory|open|host)/'

module.exports = {
  forbidden: [
    room('contracts', 'packages/contracts', []),
    room('match', 'packages/match', ['packages/contracts']),
    room('streams', 'packages/streams', ['packages/contracts']),
    room('db', 'packages/db', ['packages/contracts']),
    room('telemetry', 'packages/telemetry', ['packages/contracts']),
    room('resilience', 'packages/resilience', ['packages/contracts']),
    room('formats', 'packages/formats', ['packages/contracts']),
    room('checker', 'packages/checker', ['packages/contracts']),
    room('api-operations', 'packages/api/src/operations', [
      'packages/contracts',
      'packages/match',
      'packages/streams',
      'packages/db',
    ]),
    room('api-routers', 'packages/api/src/routers', ['packages/api/src', 'packages/contracts']),
    room('sdk', 'packages/sdk', ['packages/contracts', 'packages/api']),
    room('web', 'apps/web', [
      'packages/sdk',
      'packages/contracts',
      'packages/api',
      'packages/match',
      'packages/telemetry',
    ]),
    ...['processor', 'gateway'].map(app => room(app, `apps/${app}`, libraries)),
    ...['ingest', 'simulator'].map(app => room(app, `apps/${app}`, [...libraries, 'packages/formats'])),
    {
      name: 'sdk-types-only',
      comment: 'the SDK knows the API by its types alone',
      severity: 'error',
      from: { path: '^packages/sdk/', pathNot: test },
      to: { path: '^packages/api/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'operations-know-no-transport',
      severity: 'error',
      from: { path: '^packages/api/src/operations/' },
      to: { path: 'node_modules/@trpc/' },
    },
    {
      name: 'routers-through-operations',
      severity: 'error',
      from: { path: '^packages/api/src/routers/', pathNot: test },
      to: { path: '^packages/(db|match|streams)/' },
    },
    {
      name: 'contracts-zod-only',
      severity: 'error',
      from: { path: '^packages/contracts/src/', pathNot: test },
      to: { path: 'node_modules/', pathNot: 'node_modules/zod/' },
    },
    {
      name: 'match-is-pure',
      comment: 'rules take no library and no node: module',
      severity: 'error',
      from: { path: '^packages/match/src/', pathNot: test },
      to: { dependencyTypes: ['core', 'npm'] },
    },
    {
      name: 'formats-are-pure',
      comment: 'a document comes in, events go out: no file, network or clock',
      severity: 'error',
      from: { path: '^packages/formats/src/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'adapters-in-mains-only',
      comment: 'only a main, or the stage, chooses an adapter',
      severity: 'error',
      from: {
        path: '^(packages|apps)/',
        pathNot: [test, '^packages/(streams|stage)/', '/main\\.ts$', '/cli/'],
      },
      to: { path: adapters },
    },
    {
      name: 'env-in-mains-only',
      severity: 'error',
      from: { pathNot: [test, '/main\\.ts$', '/cli/', '^packages/stage/', '^apps/web/', '^tooling/'] },
      to: { path: '/env\\.ts$' },
    },
    {
      name: 'no-deep-imports',
      comment: "a package is entered by its package.json's exports",
      severity: 'error',
      from: { path: '^(?:packages|apps)/([^/]+)/', pathNot: test },
      to: {
        path: '^(packages|apps)/[^/]+/src/',
        pathNot: [
          '^(?:packages|apps)/$1/',
          '^[^/]+/[^/]+/src/index\\.ts$',
          '^packages/[^/]+/src/[a-z-]+(/index)?\\.ts$',
        ],
      },
    },
    {
      name: 'tests-stay-in-tests',
      severity: 'error',
      from: { pathNot: [test, '^e2e/', '^tooling/'] },
      to: { path: '\\.(test|contract|e2e|bench)\\.tsx?$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-orphans-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules/\\.|\\.next|dist|generated)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
}
