import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkPages } from './check-links.ts'
import { tracked } from './tracked.ts'

const help = `node tooling/docs/main.ts: every relative link and anchor in *.md leads somewhere, and every npm
script that they name exists.
`
const root = join(import.meta.dirname, '../..')

function main(): number {
  const pages = tracked(root, ['*.md'])
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const faults = checkPages(root, pages, new Set(Object.keys(scripts)))
  process.stdout.write(faults.length === 0 ? `${pages.length} pages are sound.\n` : `${faults.join('\n')}\n`)
  return faults.length === 0 ? 0 : 1
}

if (process.argv.includes('--help')) process.stdout.write(help)
else process.exitCode = main()
