import { refusal } from '@touchline/api'
import type { Identity } from '@touchline/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Admission } from '../admission/admission.ts'
import { arrivalOf } from './admit.ts'

export interface StreamRequest {
  readonly req: FastifyRequest
  readonly res: FastifyReply
  readonly identity: Identity
  readonly trustedProxies: number
}

/**
 * Takes a place for an event stream as for a socket, so that it ends where a socket would be closed: its client comes
 * back by itself, and is let in or told why not. The place is given back when the connection ends.
 */
export async function seatStream(admission: Admission, stream: StreamRequest): Promise<void> {
  const { req, res, identity, trustedProxies } = stream
  const { address } = arrivalOf(req.raw, trustedProxies)
  const onLost = () => void res.raw.destroy()
  // A connection is not used for anything after its stream, whose place it leaves as it ends.
  res.raw.shouldKeepAlive = false
  const seated = await admission.seat({ identity, address, onLost })
  if (!seated.ok) throw refusal(seated.code)
  const leave = () => seated.value.leave()
  if (res.raw.destroyed) leave()
  else res.raw.once('close', leave)
}
