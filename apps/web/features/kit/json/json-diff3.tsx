'use client'

import { useMemo } from 'react'
import { scrollStop } from '../display/scroll-stop.ts'
import { StatePill } from '../display/state-pill.tsx'
import type { Tone } from '../display/tone.ts'
import { VisibleText } from '../display/visible-text.tsx'
import type { JsonValue } from './json-value.ts'
import { compareThree, type ThreeWayRow } from './merge-json.ts'

interface JsonDiff3Props {
  readonly base: unknown
  readonly mine: unknown
  readonly theirs: unknown
  readonly labels: { readonly base: string; readonly mine: string; readonly theirs: string }
}

const mostRows = 500
const mostChars = 600

const kinds: Readonly<Record<ThreeWayRow['kind'], { readonly tone: Tone; readonly label: string }>> = {
  mine: { tone: 'good', label: 'Only mine' },
  theirs: { tone: 'info', label: 'Only theirs' },
  both: { tone: 'neutral', label: 'Both alike' },
  conflict: { tone: 'critical', label: 'Conflict' },
}

/** Every path that differs between a common beginning and what two sides made of it. */
export function JsonDiff3({ base, mine, theirs, labels }: JsonDiff3Props) {
  const rows = useMemo(() => compareThree(base, mine, theirs), [base, mine, theirs])
  if (rows.length === 0) return <p className="text-muted text-sm">All three are alike.</p>
  return (
    <div
      {...scrollStop('Three-way comparison')}
      className="relative overflow-x-auto rounded-lg border border-line"
    >
      <table className="w-full min-w-[44rem] table-fixed border-collapse text-left text-xs">
        <thead className="bg-raised text-muted">
          <tr>
            <th className="w-1/5 px-2.5 py-1.5 font-medium">Path</th>
            <th className="px-2.5 py-1.5 font-medium">{labels.base}</th>
            <th className="px-2.5 py-1.5 font-medium">{labels.mine}</th>
            <th className="px-2.5 py-1.5 font-medium">{labels.theirs}</th>
            <th className="w-28 px-2.5 py-1.5 font-medium">Who changed it</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostRows).map(row => (
            <tr key={row.path} className="border-line border-t align-top">
              <th className="break-all px-2.5 py-1.5 font-mono font-normal">
                <VisibleText text={row.path || '(all)'} maxChars={mostChars} />
              </th>
              <Side value={row.base} />
              <Side value={row.mine} changed={row.kind !== 'theirs'} />
              <Side value={row.theirs} changed={row.kind !== 'mine'} />
              <td className="px-2.5 py-1.5">
                <StatePill {...kinds[row.kind]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > mostRows && (
        <p className="border-line border-t px-2.5 py-1.5 text-caution text-xs">
          {rows.length - mostRows} more paths differ.
        </p>
      )}
    </div>
  )
}

function Side({ value, changed = false }: { value: JsonValue | undefined; changed?: boolean }) {
  return (
    <td className={`px-2.5 py-1.5 font-mono ${changed ? 'font-semibold' : 'text-muted'}`}>
      {value === undefined ? (
        <span className="font-sans text-muted italic">not there</span>
      ) : (
        <VisibleText text={JSON.stringify(value)} maxChars={mostChars} />
      )}
    </td>
  )
}
