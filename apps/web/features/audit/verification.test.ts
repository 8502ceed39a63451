import { expect, it } from 'vitest'
import { isCut, isWhole, verifying, withPage } from './verification.ts'

const head = { id: '9', at: '2026-05-01T19:00:00.000Z', hash: 'ff' }
const page = (fields: object = {}) => ({
  ...{ ok: true, checked: 5, next: null, faults: [], lastId: '5', headAt: null, head },
  ...fields,
})
const fault = { id: '3', kind: 'changed' as const, text: 't' }

it('is whole only when all of it has been followed', () => {
  const half = withPage(verifying(undefined), page({ next: '6' }))
  expect([half.phase, half.checked, half.total, isWhole(half)]).toEqual(['running', 5, 9, false])
  const all = withPage(half, page({ checked: 4 }))
  expect([all.phase, all.checked, isWhole(all)]).toEqual(['done', 9, true])
})

it('is broken by one fault on any page', () => {
  const broken = withPage(withPage(verifying(undefined), page({ next: '6', faults: [fault] })), page())
  expect([isWhole(broken), broken.faults]).toEqual([false, [fault]])
})

it('is cut where no entry has the noted hash', () => {
  const seen = withPage(verifying('aa'), page({ next: '6', headAt: '4' }))
  expect([isCut(seen), isWhole(withPage(seen, page()))]).toEqual([false, true])
  const unseen = withPage(verifying('aa'), page())
  expect([isCut(unseen), isWhole(unseen)]).toEqual([true, false])
})
