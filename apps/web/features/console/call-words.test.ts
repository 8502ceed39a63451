import { expect, it } from 'vitest'
import { callInOneLine, callInWords } from './call-words.ts'

it('says of a failed call what to do, and of no answer that nothing is known', () => {
  const faults = [{ path: 'edits.17.payload.team', message: 'Invalid option' }]
  const refused = { message: 'the payload has faults', data: { errorCode: 'schema-mismatch', faults } }
  expect(callInWords(refused).title).toBe('The payload has faults. Correct what is named below.')
  expect(callInOneLine(refused)).toContain('edits.17.payload.team: Invalid option')
  expect(callInWords({ message: 'fetch failed' }).title).toMatch(/did not answer/)
  expect(callInOneLine(null)).toBeNull()
})
