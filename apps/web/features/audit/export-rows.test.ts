import { expect, it } from 'vitest'
import type { AuditEntry } from './audit-filter.ts'
import { toCsv, toJsonLines } from './export-rows.ts'

const entry = (reason: string): AuditEntry => ({
  ...{ id: '5', at: '2026-05-01T19:00:00.000Z', via: 'console', action: 'replay.create', reason },
  actor: { id: 'a', name: 'ann@example.com', role: 'operator' },
  subject: { kind: 'replay', id: '17' },
  details: { n: 1 },
  prevHash: '00',
  hash: 'ff',
})

it('writes what a spreadsheet reads as text, and nothing that it carries out', () => {
  const [head = '', ...rows] = toCsv([entry('a "b", c\nd'), entry('=HYPERLINK("x")'), entry('@cmd')]).split(
    '\r\n',
  )
  expect(head).toBe('id,at,actor,role,via,action,subjectKind,subjectId,reason,details,hash')
  expect(rows[0]).toContain(',"a ""b"", c\nd","{""n"":1}",ff')
  expect(rows[1]).toContain(`,"'=HYPERLINK(""x"")",`)
  expect(rows[2]).toContain(",'@cmd,")
})

it('writes one line of JSON for each', () => {
  const lines = toJsonLines([entry('a\nb'), entry('c')])
    .trim()
    .split('\n')
  expect(lines.map(line => JSON.parse(line) as AuditEntry)).toEqual([entry('a\nb'), entry('c')])
})
