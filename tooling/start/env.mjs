import { readFileSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Fault } from './fault.mjs'

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** Node's arguments for a process that is to end when the one that started it is killed; it needs an IPC channel. */
export const lifeline = ['--import', new URL('./lifeline.mjs', import.meta.url).href]

/** @typedef {'web' | 'gateway' | 'ingest' | 'processor' | 'simulator'} App */
/** @type {Readonly<Record<App, number>>} */
const defaultPorts = { web: 3000, gateway: 4000, ingest: 4100, processor: 4200, simulator: 4300 }

/**
 * @typedef {object} Settings
 * @property {string} dataDir absolute path
 * @property {Readonly<Record<App, number>>} ports
 * @property {boolean} simulate whether the scripted match plays
 * @property {boolean} underNpm whether npm started this process
 */

/**
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Settings}
 * @throws {Fault} naming the variable that cannot be used
 */
export function readSettings(env = process.env) {
  const ports = { ...defaultPorts }
  for (const app of /** @type {App[]} */ (Object.keys(ports))) {
    ports[app] = readPort(`${app.toUpperCase()}_PORT`, env, defaultPorts[app])
  }
  refuseSharedPorts(ports)
  return {
    dataDir: resolve(root, env.TOUCHLINE_DATA || '.touchline'),
    ports,
    simulate: readSwitch('TOUCHLINE_SIMULATE', env),
    underNpm: env.npm_lifecycle_event !== undefined,
  }
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @param {number} fallback
 */
export function readPort(name, env, fallback) {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65_535) return port
  throw new Fault(`${name} is "${text}": a port is a number from 1 to 65535.`)
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 */
function readSwitch(name, env) {
  const text = env[name] ?? '1'
  if (['1', 'true', 'yes', ''].includes(text)) return true
  if (['0', 'false', 'no'].includes(text)) return false
  throw new Fault(`${name} is "${text}": use 0 or 1.`)
}

/** @param {Readonly<Record<string, number>>} ports */
function refuseSharedPorts(ports) {
  /** @type {Map<number, string>} */
  const seen = new Map()
  for (const [app, port] of Object.entries(ports)) {
    const other = seen.get(port)
    if (other)
      throw new Fault(`${other} and ${app} are both set to port ${port}.`, ['Give each its own port.'])
    seen.set(port, app)
  }
}

/**
 * The environment of a step or a service: this process's own, quiet, with our Node first in PATH.
 * @param {Readonly<Record<string, string>>} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnv(extra = {}) {
  return {
    ...process.env,
    ...absoluteFiles(process.env),
    PATH: `${root}/node_modules/.bin:${process.env.PATH ?? ''}`,
    TURBO_TELEMETRY_DISABLED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    ...extra,
  }
}

/**
 * Whether a setting was given to this process, as it is or as the name of a file.
 * @param {string} name
 * @param {NodeJS.ProcessEnv} [env]
 */
export const isGiven = (name, env = process.env) => Boolean(env[name] || env[`${name}_FILE`])

/**
 * A setting that was given to this process, from `NAME` or from the file that `NAME_FILE` names; undefined for neither.
 * @param {string} name
 * @param {NodeJS.ProcessEnv} [env]
 * @throws {Fault} where both are set, or the file can't be read
 */
export function givenText(name, env = process.env) {
  const [text, path] = [env[name] || undefined, env[`${name}_FILE`]]
  if (!path) return text
  if (text !== undefined) throw new Fault(`${name} and ${name}_FILE are both set.`, ['Keep one of them.'])
  try {
    return readFileSync(resolve(root, path), 'utf8').trim()
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    throw new Fault(`${name}_FILE names ${path}, which can't be read (${code}).`)
  }
}

/**
 * Settings that name files by paths from here, made absolute: services run in folders of their own.
 * @param {NodeJS.ProcessEnv} env
 */
const absoluteFiles = env =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, path]) =>
      /^[A-Z][A-Z0-9_]*_FILE$/.test(name) && path && !isAbsolute(path) ? [[name, resolve(root, path)]] : [],
    ),
  )

/** @returns {readonly string[]} command and first arguments that run the npm that started us, or the one in PATH */
export function npmCommand(env = process.env) {
  const path = env.npm_execpath
  return path?.endsWith('npm-cli.js') ? [process.execPath, path] : ['npm']
}

/** @returns {boolean} whether colours are welcome */
export function wantsColour(env = process.env) {
  return process.stdout.isTTY === true && env.NO_COLOR === undefined && env.TERM !== 'dumb'
}
