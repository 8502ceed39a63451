import { expect, it } from 'vitest'
import { readQuestion } from './explain-question.ts'

it('reads fans, keys, connections, places and ids of sources', () => {
  expect(readQuestion({ who: ' ann ', event: 'final/1:234' }).question).toEqual({
    fan: 'ann',
    event: { matchId: 'final', position: '1:234' },
  })
  expect(readQuestion({ who: 'connection:c1', event: 'broadcast:correction:7' }).question).toEqual({
    connectionId: 'c1',
    event: { source: 'broadcast', sourceEventId: 'correction:7' },
  })
})

it('says what is wrong, and nothing of what is not typed yet', () => {
  expect(readQuestion({ who: '', event: '' })).toEqual({ question: undefined })
  expect(readQuestion({ who: 'ann', event: 'final' }).eventFault).toMatch(/MATCH\/EPOCH:SEQ/)
  expect(readQuestion({ who: 'x'.repeat(161), event: 'm/1:1' })).toMatchObject({
    question: undefined,
    whoFault: expect.any(String),
  })
  expect(readQuestion({ who: 'ann', event: '../x/1:1' }).question).toBeUndefined()
})
