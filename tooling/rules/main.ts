import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tracked } from '../docs/tracked.ts'
import { broken } from './rules.ts'

const help = `node tooling/rules/main.ts: a file has at most 300 lines; the environment is read in env.ts alone.
`
const root = join(import.meta.dirname, '../..')

function main(): number {
  const files = tracked(root, ['*.ts', '*.tsx', '*.mjs', '*.cjs', '*.css'])
  const faults = files.flatMap(path => broken({ path, text: readFileSync(join(root, path), 'utf8') }))
  process.stdout.write(
    faults.length === 0 ? `${files.length} files keep the rules.\n` : `${faults.join('\n')}\n`,
  )
  return faults.length === 0 ? 0 : 1
}

if (process.argv.includes('--help')) process.stdout.write(help)
else process.exitCode = main()
