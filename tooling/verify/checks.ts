import type { Check } from '../report/checks.ts'

const node = process.execPath

/** All that needs no service. Each is a program of its own, so that each can be run alone. */
export const checks: readonly Check[] = [
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types of the web app', command: ['tsc', '-p', 'apps/web/tsconfig.json', '--noEmit'] },
  {
    name: 'import law',
    command: ['depcruise', 'packages', 'apps', 'e2e', 'tooling', '--config', '.dependency-cruiser.cjs'],
  },
  { name: 'format and lint', command: ['biome', 'ci', '--colors=off', '.'] },
  { name: 'docs links', command: [node, 'tooling/docs/main.ts'] },
  { name: 'schemas are current', command: ['npm', 'run', '--silent', 'schema:check'] },
  { name: 'migrations are current', command: ['npm', 'run', '--silent', 'db:migration', '--', '--check'] },
  { name: 'file length and env', command: [node, 'tooling/rules/main.ts'] },
  { name: 'lock file is whole', command: [node, 'tooling/lockfile/main.ts', '--check'] },
]
