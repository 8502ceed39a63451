import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from './fault.mjs'

/** @typedef {Record<string, { secrets: string[], publicKeys?: string[] }>} Partners */

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`

/**
 * The broadcast partners that may send, with secrets made for this data folder alone.
 * @param {string} dataDir
 * @returns {{ file: string, partners: Partners }} `file` is readable by its owner only
 * @throws {Fault} when the file is there but cannot be understood
 */
export function ensurePartners(dataDir) {
  const file = join(dataDir, 'partners.json')
  mkdirSync(dataDir, { recursive: true })
  const made = { replay: { secrets: [newSecret()] }, simulator: { secrets: [newSecret()] } }
  try {
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    return { file, partners: made }
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    return { file, partners: readPartners(file) }
  }
}

/**
 * @param {string} file
 * @returns {Partners}
 */
function readPartners(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new Fault(`${file} is not readable as JSON.`, [
      'Put it right, or delete it: a new one is made at the next start.',
    ])
  }
}

/**
 * @param {string} file
 * @param {Partners} partners
 * @param {string} partner
 * @returns {string} the partner's first secret
 */
export function secretOf(file, partners, partner) {
  const secret = partners[partner]?.secrets?.[0]
  if (secret) return secret
  throw new Fault(`${file} has no secret for the partner "${partner}".`, [
    'Add one, or delete the file: a new one is made.',
  ])
}
