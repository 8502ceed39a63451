import { expect, it } from 'vitest'
import { editorFaults, verdictInWords, whyNotReplayDraft } from './edit-words.ts'
import type { EditVerdict } from './use-edit-check.ts'

const checked = (check: Extract<EditVerdict, { kind: 'checked' }>['check']): EditVerdict => ({
  kind: 'checked',
  check,
})
const good = checked({ ok: true, faults: [] })
const faulty = checked({ ok: false, faults: [{ path: 'payload.a/b', message: 'is wrong' }] })
const noJson = checked({ ok: false, faults: [{ path: '(root)', message: 'ends' }], line: 3, column: 7 })

it('lets a draft be replayed once the server has nothing against it', () => {
  expect(whyNotReplayDraft(good, true)).toBeUndefined()
  expect(whyNotReplayDraft({ kind: 'unasked' }, false)).toBeUndefined()
  expect(whyNotReplayDraft({ kind: 'checking' }, true)).toMatch(/being checked/)
  expect(whyNotReplayDraft(faulty, true)).toMatch(/faults/)
  expect(whyNotReplayDraft({ kind: 'unasked' }, true)).toMatch(/could not be checked/)
})

it('names the place of each fault as the editor does', () => {
  expect(editorFaults(faulty)).toEqual([{ path: '/payload/a~1b', message: 'is wrong' }])
  expect(editorFaults(noJson)).toEqual([])
  expect(verdictInWords(noJson, true).text).toBe('No JSON: line 3, column 7.')
  expect(verdictInWords(faulty, true)).toEqual({ tone: 'critical', text: 'One fault.' })
  expect(verdictInWords(good, false).text).toMatch(/as it is/)
})
