import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkPages } from './check-links.ts'
import { anchorsOf } from './links.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'touchline-docs-'))
  mkdirSync(join(root, 'docs'))
  writeFileSync(join(root, 'docs/other.md'), '# Two words, `code`\n## Two words, code\n')
})
afterEach(() => rmSync(root, { recursive: true }))

function check(text: string): string[] {
  writeFileSync(join(root, 'README.md'), text)
  return checkPages(root, ['README.md'], new Set(['start', 'verify']))
}

test('links to files, folders, anchors and other places are sound', () => {
  const text = [
    '# Top',
    '[a](docs/other.md) [b](docs/other.md#two-words-code) [c](docs/other.md#two-words-code-1) [d](#top)',
    '[e](docs/) ![f](docs/other.md "title") [g](https://example.com/x.md) `[no](link.md)`',
    '```',
    '[no](either.md)',
    '```',
    'Run `npm start`, then `npm run verify -- types`.',
  ]
  expect(check(text.join('\n'))).toEqual([])
})

test.each([
  ['\n[a](docs/gone.md)', 'README.md:2: docs/gone.md does not exist'],
  ['[a](docs/other.md#nowhere)', 'README.md:1: docs/other.md has no heading #nowhere'],
  ['[a](#nowhere)', 'README.md:1: README.md has no heading #nowhere'],
  ['[a](../secret.md)', 'README.md:1: ../secret.md leads out of the project'],
  ['[a]: docs/gone.md', 'README.md:1: docs/gone.md does not exist'],
  ['```\nnpm run gone\n```', 'README.md:2: package.json has no script "gone"'],
  ['`npm test`', 'README.md:1: package.json has no script "test"'],
])('%j is told', (text, fault) => {
  expect(check(text)).toEqual([fault])
})

test('a heading that stands twice has two anchors', () => {
  expect([...anchorsOf('# A & B\n# A & B\n')]).toEqual(['a--b', 'a--b-1'])
})
