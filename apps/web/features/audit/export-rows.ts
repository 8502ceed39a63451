import type { AuditEntry } from './audit-filter.ts'

const csvColumns = [
  'id',
  'at',
  'actor',
  'role',
  'via',
  'action',
  'subjectKind',
  'subjectId',
  'reason',
  'details',
  'hash',
] as const

/** A spreadsheet takes a cell that begins like this for a formula. */
const formula = /^[=+\-@\t\r]/

/** One cell of RFC 4180; what a spreadsheet would carry out is made text. */
function cell(value: string): string {
  const safe = formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const cellsOf = ({
  actor,
  subject,
  details,
  ...entry
}: AuditEntry): Record<(typeof csvColumns)[number], string> => ({
  ...{
    id: entry.id,
    at: entry.at,
    actor: actor.name,
    role: actor.role,
    via: entry.via,
    action: entry.action,
  },
  ...{ subjectKind: subject.kind, subjectId: subject.id, reason: entry.reason, hash: entry.hash },
  details: JSON.stringify(details),
})

export function toCsv(entries: readonly AuditEntry[]): string {
  const rows = entries.map(entry => {
    const cells = cellsOf(entry)
    return csvColumns.map(name => cell(cells[name])).join(',')
  })
  return [csvColumns.join(','), ...rows, ''].join('\r\n')
}

export const toJsonLines = (entries: readonly AuditEntry[]): string =>
  entries.map(entry => `${JSON.stringify(entry)}\n`).join('')

/** Hands a text to the browser as a file. */
export function saveAs(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
