import { readFileSync, statSync } from 'node:fs'
import { CliFault } from '../command.ts'

const maxBytes = 1_048_576

/** The JSON of a file; throws CliFault that names the file, never what is in it. */
export function readPayload(file: string): unknown {
  try {
    if (statSync(file).size > maxBytes) throw new CliFault(`${file} is over 1 MiB`)
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof CliFault) throw error
    throw new CliFault(error instanceof SyntaxError ? `${file} is not JSON` : `${file} can't be read`)
  }
}
