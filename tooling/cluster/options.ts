import { parseArgs } from 'node:util'
import { Fault } from '../start/fault.mjs'

export interface ClusterOptions {
  readonly processors: number
  readonly gateways: number
  /** Processes of each gateway, on one port. */
  readonly workers: number
  readonly web: boolean
  readonly simulate: boolean
  readonly help: boolean
}

const most = 8

/** Throws a Fault that names the option that cannot be used. */
export function readOptions(args: readonly string[]): ClusterOptions {
  const values = parse(args)
  return {
    processors: count('--processors', values.processors),
    gateways: count('--gateways', values.gateways),
    workers: count('--workers', values.workers),
    web: !values['no-web'],
    simulate: !values['no-simulate'],
    help: values.help ?? false,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        processors: { type: 'string', default: '1' },
        gateways: { type: 'string', default: '1' },
        workers: { type: 'string', default: '1' },
        'no-web': { type: 'boolean' },
        'no-simulate': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw new Fault((error as Error).message, ['npm run start:cluster -- --help tells what there is.'])
  }
}

function count(option: string, text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : 0
  if (number >= 1 && number <= most) return number
  throw new Fault(`${option} is "${text}": use a number from 1 to ${most}.`)
}
