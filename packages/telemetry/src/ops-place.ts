import type { IncomingMessage } from 'node:http'
import type { OpsPlace } from '@touchline/contracts/operations'
import type { OpsView } from './ops-answers.ts'

export interface PublicPort {
  /** Where the operations port is; undefined where this process has none, as in the all-in-one start. */
  readonly ops: OpsPlace | undefined
  /** How many proxies of ours stand before the public port. */
  readonly trustedProxies: number
}

/**
 * What the public port shows to whom. Nobody is shown more than the status once an operations port was set, or a proxy
 * was named; else people and programs on this machine are, whom no proxy forwards.
 */
export const viewAtPublicPort =
  ({ ops, trustedProxies }: PublicPort) =>
  (request: Pick<IncomingMessage, 'headers' | 'socket'>): OpsView =>
    !ops?.isSet && trustedProxies === 0 && isLocal(request) ? 'all' : 'status'

const loopback = /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/
/** A name that only this machine has: what comes through a proxy, or by a stranger's DNS name, is asked under another. */
const localHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i
/** A proxy writes these, and a browser the last one when a page of somebody else asks. */
const signsOfOthers = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'origin',
]

const isLocal = ({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): boolean =>
  loopback.test(socket.remoteAddress ?? '') &&
  localHost.test(headers.host ?? '') &&
  signsOfOthers.every(name => headers[name] === undefined)
