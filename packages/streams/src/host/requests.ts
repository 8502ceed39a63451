import { BroadcastUnavailable } from '../broadcast.ts'
import type { HostChannel } from './channel.ts'
import type { Answer, Request } from './messages.ts'

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never

/** Requests under way to the process that holds the broadcast; each ends in time, one way or the other. */
export interface Requests {
  /** Rejects with BroadcastUnavailable where the broker, or the way to it, does not answer in time. */
  ask(request: Unnumbered<Request>, cost?: Cost): Promise<{ readonly carriesBody: boolean }>
  answered(answer: Answer): void
  /** Ends all of them; those to come are refused. */
  close(reason: string): void
}

interface Cost {
  readonly bytes?: number
  readonly timeoutMs?: number
}

interface Pending {
  readonly timer: NodeJS.Timeout
  resolve(answer: { readonly carriesBody: boolean }): void
  reject(error: Error): void
}

const maxPendingBytes = 16 * 1_048_576

export function createRequests(channel: HostChannel, standardTimeoutMs: number): Requests {
  const pending = new Map<number, Pending>()
  let lastId = 0
  let waitingBytes = 0
  let closedFor: string | undefined

  function settle(id: number): Pending | undefined {
    const one = pending.get(id)
    if (!one) return undefined
    pending.delete(id)
    clearTimeout(one.timer)
    return one
  }

  function refuse(id: number, reason: string): void {
    settle(id)?.reject(new BroadcastUnavailable(reason))
  }

  return {
    ask(request, { bytes = 200, timeoutMs = standardTimeoutMs } = {}) {
      if (closedFor) return Promise.reject(new BroadcastUnavailable(closedFor))
      if (waitingBytes > 0 && waitingBytes + bytes > maxPendingBytes) {
        return Promise.reject(new BroadcastUnavailable(`${waitingBytes} bytes wait already`))
      }
      const id = ++lastId
      waitingBytes += bytes
      return new Promise((resolve, reject) => {
        const late = () => refuse(id, `the host's broadcast did not answer within ${timeoutMs} ms`)
        pending.set(id, { resolve, reject, timer: setTimeout(late, timeoutMs) })
        channel.send({ ...request, id }, () => {
          waitingBytes -= bytes
        })
      })
    },
    answered(answer) {
      if (answer.ok) settle(answer.id)?.resolve(answer)
      else refuse(answer.id, answer.reason)
    },
    close(reason) {
      closedFor = reason
      for (const id of [...pending.keys()]) refuse(id, reason)
    },
  }
}
