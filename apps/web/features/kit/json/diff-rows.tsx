import { classNames } from '../display/class-names.ts'
import { VisibleText } from '../display/visible-text.tsx'
import type { DiffLine } from './diff-lines.ts'

export type DiffMode = 'side' | 'inline'

const removedLook = 'bg-critical-soft text-critical'
const addedLook = 'bg-good-soft text-accent'
const indentCh = 2
const mostIndent = 24

interface CellProps {
  readonly line: DiffLine
  readonly side: 'before' | 'after'
}

const isOwn = (line: DiffLine, side: 'before' | 'after'): boolean =>
  line.kind === 'changed' || line.kind === (side === 'before' ? 'removed' : 'added')

function Cell({ line, side }: CellProps) {
  const text = line[side]
  const differs = text !== null && isOwn(line, side)
  const look = side === 'before' ? removedLook : addedLook
  const sign = side === 'before' ? '−' : '+'
  return (
    <div className={classNames('flex min-w-0 px-1.5', differs && look, text === null && 'bg-raised')}>
      <span className="w-4 shrink-0 select-none text-center" aria-hidden="true">
        {differs ? sign : ''}
      </span>
      {differs && <span className="sr-only">{side === 'before' ? 'removed: ' : 'added: '}</span>}
      <span
        className="min-w-0 flex-1 whitespace-pre-wrap"
        style={{ paddingLeft: `${Math.min(line.depth, mostIndent) * indentCh}ch` }}
      >
        {text !== null && <VisibleText text={text} />}
      </span>
    </div>
  )
}

function InlineLine({ line }: { line: DiffLine }) {
  if (line.kind === 'equal') return <Cell line={line} side="after" />
  return (
    <>
      {line.before !== null && <Cell line={line} side="before" />}
      {line.after !== null && <Cell line={line} side="after" />}
    </>
  )
}

export function DiffRows({ lines, mode }: { lines: readonly DiffLine[]; mode: DiffMode }) {
  return lines.map(line =>
    mode === 'inline' ? (
      <InlineLine key={line.id} line={line} />
    ) : (
      <div key={line.id} className="grid grid-cols-2 divide-x divide-line">
        <Cell line={line} side="before" />
        <Cell line={line} side="after" />
      </div>
    ),
  )
}
