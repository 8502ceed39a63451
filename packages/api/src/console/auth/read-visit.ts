import { faultsOf } from '@touchline/contracts'
import type { z } from 'zod'
import { type BodyRefusal, createBodyBudget } from '../body-budget.ts'
import { addressOf } from './address.ts'
import { refused } from './answers.ts'
import type { AuthOptions } from './auth-options.ts'
import type { Visit } from './door.ts'
import { isSameOrigin } from './same-origin.ts'

const maxBodyBytes = 16_384
/** Of people who have not shown who they are. A body that says who somebody is has some hundred bytes. */
const bodyLimits = { totalBytes: 2_097_152, bytesOfOne: 131_072, withinMs: 10_000 }

export type ReadVisit =
  | { readonly ok: true; readonly visit: Omit<Visit, 'found'> }
  | { readonly ok: false; readonly response: Response }

/** Reads what was posted, or says why not. */
export function createVisitReader({ publicUrls, trustedProxies = 0 }: AuthOptions) {
  const bodies = createBodyBudget(bodyLimits)
  return async (request: Request, schema: z.ZodType): Promise<ReadVisit> => {
    const { headers } = request
    if (!isSameOrigin(request, publicUrls)) return no(refused('foreign-origin'))
    if (!isJson(headers)) return no(refused('invalid-input'))
    const address = addressOf(headers, trustedProxies)
    const sender = { from: address, maxBytes: maxBodyBytes }
    const read = await bodies.use(request, sender, async body => parsed(body))
    if (typeof read === 'string') return no(refusedBody(read))
    if (read === undefined) return no(refused('invalid-json'))
    const input = schema.safeParse(read.value)
    if (!input.success) return no(refused('invalid-input', { faults: faultsOf(input.error) }))
    return { ok: true, visit: { input: input.data, headers, address } }
  }
}

const no = (response: Response): ReadVisit => ({ ok: false, response })

const refusedBody = (why: BodyRefusal): Response =>
  refused(why, why === 'payload-too-large' ? {} : { retryAfterSeconds: 2 })

/** Only JSON that says so: what a form of another site could send is something else. */
const isJson = (headers: Headers): boolean =>
  /^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '')

/** Undefined for what is no JSON, or no UTF-8. */
function parsed(body: Uint8Array<ArrayBuffer>): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) }
  } catch {
    return undefined
  }
}
