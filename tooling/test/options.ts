import { parseArgs } from 'node:util'
import { Fault } from '../start/fault.mjs'
import { stepNames } from './steps.ts'

export interface TestOptions {
  /** Names of steps; all of them by default. */
  readonly only: ReadonlySet<string>
  readonly help: boolean
}

/** Throws a Fault that names what is not known. */
export function readOptions(args: readonly string[]): TestOptions {
  const values = parse(args)
  const only = values.only?.flatMap(list => list.split(',')).map(name => name.trim()) ?? stepNames
  const unknown = only.filter(name => !stepNames.includes(name))
  if (unknown.length > 0)
    throw new Fault(`There is no step "${unknown.join('", "')}".`, [`Steps: ${stepNames.join(', ')}`])
  return { only: new Set(only), help: values.help ?? false }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { only: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } },
    }).values
  } catch (error) {
    throw new Fault((error as Error).message, ['npm test -- --help tells what there is.'])
  }
}
