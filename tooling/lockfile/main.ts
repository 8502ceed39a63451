import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { completed, type Lockfile, missingPlatforms } from './platforms.ts'

const help = `npm run lock:complete [-- --check]

Lists the packages for other platforms in package-lock.json that npm left out because its registry
does not carry them; without them \`npm ci\` refuses the file. --check only tells, and exits with 1.
`
const file = join(import.meta.dirname, '../../package-lock.json')

function main(args: readonly string[]): number {
  if (args.includes('--help')) return say(help)
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lockfile
  const missing = missingPlatforms(lock)
  if (missing.length === 0) return say('package-lock.json lists every platform.\n')
  const names = missing.map(({ name }) => name).join(', ')
  if (args.includes('--check')) {
    say(
      `package-lock.json does not list ${names}: \`npm ci\` would refuse it. Run \`npm run lock:complete\`.\n`,
    )
    return 1
  }
  writeFileSync(file, `${JSON.stringify(completed(lock), null, 2)}\n`)
  return say(`Added to package-lock.json: ${names}.\n`)
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}

process.exitCode = main(process.argv.slice(2))
