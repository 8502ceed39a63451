import type { Notice } from '../broadcast.ts'

/** A channel's name in Redis, so that other users of the server stay apart. */
export const redisChannelOf = (prefix: string, channel: string): string => `${prefix}:${channel}`

/** `epoch:first:last`, and after a line feed the body if there is one. */
export function frameOf({ epoch, firstSeq, lastSeq, body }: Notice): string {
  const position = `${epoch}:${firstSeq}:${lastSeq}`
  return body === undefined ? position : `${position}\n${body}`
}

/** Undefined for what is no notice: anyone with access to the server may publish. */
export function noticeOf(prefix: string, redisChannel: string, frame: string): Notice | undefined {
  const end = frame.indexOf('\n')
  const position = end < 0 ? frame : frame.slice(0, end)
  const [, epoch, firstSeq, lastSeq] = /^(\d{1,15}):(\d{1,15}):(\d{1,15})$/.exec(position) ?? []
  if (epoch === undefined || !redisChannel.startsWith(`${prefix}:`)) return undefined
  const channel = redisChannel.slice(prefix.length + 1)
  const notice = { channel, epoch: Number(epoch), firstSeq: Number(firstSeq), lastSeq: Number(lastSeq) }
  return end < 0 ? notice : { ...notice, body: frame.slice(end + 1) }
}
