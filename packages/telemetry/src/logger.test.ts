import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

/** A line is written to standard output, so another process writes it. */
const lineOf = (fields: string): string => {
  const script = `import { createLogger } from './logger.ts'
    createLogger({ service: 'test' }).warn(${fields}, 'said')`
  const options = { cwd: import.meta.dirname, encoding: 'utf8' } as const
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], options).stdout
}

const refused = `Object.assign(new Error('WRONGPASS'), { command: { name: 'hello', args: ['3', 'AUTH', 'me', 'hunter2'] } })`

it.each([
  ['an error of Redis', `{ err: ${refused} }`],
  ['one of a cluster', `{ err: Object.assign(new Error('all failed'), { lastNodeError: ${refused} }) }`],
  ['several together', `{ err: new AggregateError([${refused}]) }`],
  ['one within another', `{ err: new Error('away', { cause: ${refused} }) }`],
  ['a header', `{ headers: { authorization: 'hunter2' } }`],
  ['a setting', `{ partner: { keys: { secret: 'hunter2' } } }`],
])('keeps secrets out of a line: %s', (_, fields) => {
  const line = lineOf(fields)
  expect(JSON.parse(line)).toMatchObject({ msg: 'said' })
  expect(line).not.toContain('hunter2')
})
