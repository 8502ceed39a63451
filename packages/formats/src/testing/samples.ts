import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const isAbsenceDeclared = process.env.TOUCHLINE_NO_SHARED_DATA === '1'

const root = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url))

/** A folder of real matches, which do not ship with the project. */
export function samples(folder: 'metrica' | 'suppliers') {
  const path = `${root}${folder}/`
  return { path, isPresent: existsSync(path) }
}

export const sample = (folder: 'metrica' | 'suppliers', file: string): Buffer =>
  readFileSync(`${samples(folder).path}${file}`)
