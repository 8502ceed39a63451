import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { sign } from '@touchline/simulator'

export interface Answer {
  /** 0: none came, and whether the door has taken it is not known. */
  readonly status: number
  readonly body: string
}

const agent = new Agent({ keepAlive: true, maxSockets: 32 })
const maxAnswerBytes = 4 << 20
const timeoutMs = 8_000

/** Sends one signed webhook; never rejects. */
export function postWebhook(url: string, key: Buffer, body: string): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...sign(key, `msg_${randomUUID()}`, Date.now(), body),
  }
  return new Promise(resolve => {
    const none = () => resolve({ status: 0, body: '' })
    const sent = request(url, { method: 'POST', agent, headers, timeout: timeoutMs }, answer => {
      const parts: Buffer[] = []
      let bytes = 0
      answer.on('data', (part: Buffer) => {
        bytes += part.length
        if (bytes > maxAnswerBytes) answer.destroy()
        else parts.push(part)
      })
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString() }),
      )
      answer.on('close', none)
    })
    const overdue = setTimeout(() => sent.destroy(), timeoutMs)
    sent.on('error', none)
    sent.on('close', () => {
      clearTimeout(overdue)
      none()
    })
    sent.end(body)
  })
}
