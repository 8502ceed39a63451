import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type Answer, readAnswer } from './answer.ts'
import { type Backoff, fullJitterMs, retryAfterMs } from './backoff.ts'
import { keyOf, sign } from './sign.ts'

export interface Partner {
  readonly name: string
  /** `whsec_…` */
  readonly secret: string
}

export interface Retry {
  readonly reason: string
  readonly waitMs: number
}

export interface WebhookSenderOptions {
  readonly ingestUrl: string
  readonly partner: Partner
  /** How long one request is tried again before its sender gives up; null is for ever. */
  readonly patienceMs: number | null
  readonly onRetry: (retry: Retry) => void
}

export type SendOutcome =
  | Answer
  | { readonly kind: 'gave-up'; readonly reason: string; readonly triedMs: number }

/** Sends one body, signed anew for each try, under one webhook id. Rejects only when the signal aborts. */
export type WebhookSender = (body: string, signal: AbortSignal) => Promise<SendOutcome>

const minWaitMs = 20
const requestTimeoutMs = 10_000
const backoff: Backoff = { baseMs: 200, capMs: 5_000 }
const maxAnswerBytes = 1_048_576

type Try =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'again'; readonly reason: string; readonly afterMs?: number }

export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { ingestUrl, partner, patienceMs, onRetry } = options
  const url = new URL(`/webhooks/broadcast/${encodeURIComponent(partner.name)}`, ingestUrl)
  const key = keyOf(partner.secret)

  return async (body, signal) => {
    const webhookId = `msg_${randomUUID()}`
    const startedMs = performance.now()
    for (let attempt = 0; ; attempt++) {
      const headers = { ...sign(key, webhookId, Date.now(), body), 'content-type': 'application/json' }
      const tried = await once(url, { method: 'POST', headers, body, redirect: 'error' }, signal)
      if (tried.kind === 'answered') return tried.answer
      const atLeastMs = tried.afterMs ?? 0
      const triedMs = performance.now() - startedMs
      const leftMs = (patienceMs ?? Number.POSITIVE_INFINITY) - triedMs
      if (leftMs <= atLeastMs) return { kind: 'gave-up', reason: tried.reason, triedMs }
      const waitMs = Math.min(leftMs, atLeastMs + minWaitMs + fullJitterMs(attempt, backoff, Math.random()))
      onRetry({ reason: tried.reason, waitMs })
      await delay(waitMs, undefined, { signal })
    }
  }
}

async function once(url: URL, request: RequestInit, signal: AbortSignal): Promise<Try> {
  signal.throwIfAborted()
  try {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)])
    const response = await fetch(url, { ...request, signal: bounded })
    const body = await readBounded(response)
    const afterMs = retryAfterMs(response.headers.get('retry-after'), Date.now())
    return judge(response.status, body, afterMs)
  } catch (error) {
    signal.throwIfAborted()
    return { kind: 'again', reason: reasonOf(error) }
  }
}

/** Final, unless the door asks for the same again: of it, ids tell what it has taken already. */
function judge(status: number, body: string, afterMs: number | undefined): Try {
  const later = (reason: string): Try => ({
    kind: 'again',
    reason,
    ...(afterMs !== undefined && { afterMs }),
  })
  if (status === 429 || status >= 500) return later(`it answers ${status}`)
  const answer = readAnswer(status, body)
  if (answer.kind === 'taken' && answer.overRate > 0)
    return later(`${answer.overRate} events are over the rate`)
  return { kind: 'answered', answer }
}

/** An answer longer than any we understand is cut, and so becomes unreadable. */
async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > maxAnswerBytes) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it fails'
  if (error.name === 'TimeoutError') return `it does not answer within ${requestTimeoutMs / 1_000} s`
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'ECONNREFUSED') return 'nothing listens there'
  return code === '' ? 'the connection fails' : `the connection fails (${code})`
}
