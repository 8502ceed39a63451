import { describe, expect, it } from 'vitest'
import { CallFailed, createOperatorCall } from './operator-call.ts'

const answering = (body: string, asked: [string, RequestInit | undefined][] = []) =>
  createOperatorCall(async (url, init) => {
    asked.push([String(url), init])
    return new Response(body)
  })
const failure = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a call of the console', () => {
  it('is a POST of its input to our own origin, and gives what was answered', async () => {
    const asked: [string, RequestInit | undefined][] = []
    const call = answering('{"result":{"data":{"id":"7"}}}', asked)
    expect(await call('replay.show', { id: '7' })).toEqual({ id: '7' })
    expect(asked).toMatchObject([['/api/operator/replay.show', { method: 'POST', body: '{"id":"7"}' }]])
  })

  it('may answer nothing', async () => {
    expect(await answering('{"result":{}}')('reveal.end', { id: '1' })).toBeUndefined()
  })

  it('fails with what the server says of it', async () => {
    const body =
      '{"error":{"message":"no such replay","code":-32004,"data":{"errorCode":"replay-not-found"}}}'
    const error = await failure(answering(body)('replay.show', { id: '7' }))
    expect(error).toBeInstanceOf(CallFailed)
    expect(error).toMatchObject({ message: 'no such replay', data: { errorCode: 'replay-not-found' } })
  })

  it.each(['<html>Bad gateway</html>', 'null', '[]', ''])(
    'is unanswered where what came is %j',
    async body => {
      expect(await failure(answering(body)('replay.list', {}))).toMatchObject({
        message: 'the console did not answer',
        data: undefined,
      })
    },
  )

  it('is unanswered where nothing came', async () => {
    const call = createOperatorCall(() => Promise.reject(new TypeError('Failed to fetch')))
    expect(await failure(call('replay.list', {}))).toBeInstanceOf(CallFailed)
  })
})
