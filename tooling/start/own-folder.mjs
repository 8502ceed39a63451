import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Fault } from './fault.mjs'

/** Says whose folder it is, to us and to whoever looks into it. */
const markFile = '.touchline-data'
const markText = 'The data folder of Touchline (TOUCHLINE_DATA): it is closed to other users.\n'

/** What no folder but ours holds; versions that left no mark made them too. */
const signs = [
  'postgres/cluster',
  'postgres/url',
  'stack/state.json',
  'auth-secret',
  'fan-keys',
  'partners.json',
]

/**
 * Others may use a folder that has something in it which we did not make: its mode is not ours to change. Changes
 * nothing.
 * @param {string} folder that may not be there yet
 * @throws {Fault}
 */
export function refuseForeignFolder(folder) {
  if (!existsSync(folder)) return
  const stat = statSync(folder)
  if (!stat.isDirectory()) return
  if ((stat.mode & 0o1000) !== 0) throw fault(folder, 'is shared by all users of this machine')
  if (readdirSync(folder).length > 0 && !isOurs(folder)) {
    throw fault(folder, 'is not empty, and what is in it is not of Touchline')
  }
}

/** @param {string} folder */
export function markAsOurs(folder) {
  const mark = join(folder, markFile)
  if (!existsSync(mark)) writeFileSync(mark, markText, { mode: 0o600 })
}

/** @param {string} folder */
const isOurs = folder => signs.some(sign => existsSync(join(folder, sign))) || isInOurs(folder)

/**
 * By its mark or the default name, or those of a folder above it.
 * @param {string} folder
 * @returns {boolean}
 */
const isInOurs = folder =>
  existsSync(join(folder, markFile)) ||
  basename(folder) === '.touchline' ||
  (dirname(folder) !== folder && isInOurs(dirname(folder)))

/**
 * @param {string} folder
 * @param {string} why
 */
const fault = (folder, why) =>
  new Fault(`The data folder ${folder} ${why}: nothing was changed there.`, [
    'Touchline closes its data folder to other users, so it takes only an empty one, or one of its own.',
    `Name a folder of its own: TOUCHLINE_DATA=${join(folder, 'touchline')} npm start`,
  ])
