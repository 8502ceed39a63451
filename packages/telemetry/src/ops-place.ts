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

const loopback = /^(localhost|::1|(::ffff:)?127(\.\d{1,3}){3})$/
/** Names that only this machine has. */
const localHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i
/** A proxy writes these. */
const signsOfProxies = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
]

export const isLoopback = (address: string): boolean => loopback.test(address)

type Asked = Pick<IncomingMessage, 'headers'>

/** The request names this machine, and does not come from a page of somebody else. */
export const asksThisMachine = ({ headers }: Asked): boolean =>
  localHost.test(headers.host ?? '') && headers.origin === undefined

const isLocal = (request: Pick<IncomingMessage, 'headers' | 'socket'>): boolean =>
  isLoopback(request.socket.remoteAddress ?? '') &&
  asksThisMachine(request) &&
  signsOfProxies.every(name => request.headers[name] === undefined)
