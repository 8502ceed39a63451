import { createPresence } from './presence.ts'

export type OperatorCall = (path: string, input: unknown, signal?: AbortSignal) => Promise<unknown>

/** A call that was refused; without `data` it got no answer that could be read. */
export class CallFailed extends Error {
  readonly data: unknown

  constructor(message: string, data?: unknown) {
    super(message)
    this.name = 'CallFailed'
    this.data = data
  }
}

interface Answer {
  readonly result?: { readonly data?: unknown }
  readonly error?: { readonly message: string; readonly data: unknown }
}

/**
 * Every call is a POST to our own origin: inputs may be large, and the origin is checked. One call, one request, without
 * transformers: of tRPC's protocol that leaves so little that a client of 4 KB for it would be most of it unused.
 */
export function createOperatorCall(fetchIt: typeof fetch = (...asked) => fetch(...asked)): OperatorCall {
  const presence = typeof window === 'undefined' ? undefined : createPresence(window, Date.now)
  return async (path, input, signal) => {
    const { result, error } = await fetchIt(`/api/operator/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(presence?.isAway() && { 'x-touchline-idle': '1' }) },
      ...(input !== undefined && { body: JSON.stringify(input) }),
      ...(signal && { signal }),
    }).then(readAnswer, unanswered)
    if (error) throw new CallFailed(error.message, error.data)
    return result?.data
  }
}

async function readAnswer(response: Response): Promise<Answer> {
  const answer: unknown = await response.json().catch(unanswered)
  return isAnswer(answer) ? answer : unanswered()
}

const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && ('result' in value || 'error' in value)

function unanswered(): never {
  throw new CallFailed('the console did not answer')
}
