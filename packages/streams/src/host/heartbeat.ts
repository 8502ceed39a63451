import type { Requests } from './requests.ts'

export interface HeartbeatOptions {
  readonly beatMs: number
  readonly requests: Requests
  /** The other process fell silent, or answers again. */
  onChange(): void
}

/** Notices within a beat and a request's time that the process that holds the broadcast does not answer. */
export function startHeartbeat({ beatMs, requests, onChange }: HeartbeatOptions): { stop(): void } {
  let answering = true
  let asking = false
  const hear = (answers: boolean) => {
    asking = false
    if (answers !== answering) onChange()
    answering = answers
  }
  const timer = setInterval(() => {
    if (asking) return
    asking = true
    requests.ask({ kind: 'beat' }).then(
      () => hear(true),
      () => hear(false),
    )
  }, beatMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
