import { join } from 'node:path'
import { root } from './env.mjs'

/** @typedef {import('./env.mjs').Settings} Settings */
/** @typedef {import('./child.mjs').Service} Service */

const host = '127.0.0.1'
/** @param {number} port */
export const httpUrl = port => `http://${host}:${port}`
/** @param {number} port */
export const readyUrl = port => `${httpUrl(port)}/health/ready`

/**
 * What every process of the house is told, whichever profile it runs in.
 * @param {Settings} settings
 * @param {Record<string, string>} partners as `partnersEnv` has them
 * @returns {Record<string, string>}
 */
export function houseEnv({ dataDir, ports, simulate }, partners) {
  return {
    NODE_ENV: 'production',
    TOUCHLINE_DATA: dataDir,
    TOUCHLINE_SIMULATE: simulate ? '1' : '0',
    // Nothing balances over these processes: they need no time to leave.
    STOP_LEAD_SECONDS: '0',
    ...partners,
    WEB_PORT: String(ports.web),
    GATEWAY_PORT: String(ports.gateway),
    INGEST_PORT: String(ports.ingest),
    PROCESSOR_PORT: String(ports.processor),
    SIMULATOR_PORT: String(ports.simulator),
    GATEWAY_URL: httpUrl(ports.gateway),
    INGEST_URL: httpUrl(ports.ingest),
    PROCESSOR_URL: httpUrl(ports.processor),
  }
}

/**
 * @param {Settings} settings
 * @param {Readonly<Record<string, string>>} env
 * @returns {Service}
 */
export function webService({ ports }, env) {
  return {
    name: 'web',
    args: [join(root, 'apps/web/server/main.ts')],
    cwd: join(root, 'apps/web'),
    env: { ...env, HOST: host, PORT: String(ports.web) },
    readyUrls: [readyUrl(ports.web)],
    stopWithinMs: 8_000,
  }
}

/**
 * Ingest, processor, gateway, simulator and PostgreSQL in one process.
 * @param {Settings} settings
 * @param {Readonly<Record<string, string>>} env
 * @returns {Service}
 */
export function stageService({ ports, simulate }, env) {
  const listening = [ports.gateway, ports.ingest, ports.processor, ...(simulate ? [ports.simulator] : [])]
  return {
    name: 'stage',
    args: [join(root, 'packages/stage/src/main.ts')],
    env,
    readyUrls: listening.map(readyUrl),
    stopWithinMs: 20_000,
  }
}
