import type { WebSocket } from 'ws'
import type { GatewayLimits } from '../limits.ts'

const policyViolation = 1008
const burstSeconds = 4

/** Cuts off a client that sends faster than any client of ours would, or never takes what it asked for. */
export function guardSocket(socket: WebSocket, limits: GatewayLimits, onCutOff: (why: string) => void): void {
  const burst = limits.inboundMessagesPerSecond * burstSeconds
  let tokens = burst
  let filledAtMs = Date.now()
  const cutOff = (why: string) => {
    onCutOff(why)
    socket.close(policyViolation, why)
    socket.terminate()
  }
  socket.on('message', () => {
    const nowMs = Date.now()
    tokens = Math.min(burst, tokens + ((nowMs - filledAtMs) / 1_000) * limits.inboundMessagesPerSecond) - 1
    filledAtMs = nowMs
    if (tokens < 0) cutOff('too many messages')
    else if (socket.bufferedAmount > limits.socketMaxBytes) cutOff('too slow')
  })
}
