'use client'

import { useMemo, useState } from 'react'
import { Button } from '../actions/button.tsx'
import { SegmentedChoice } from '../fields/choice.tsx'
import { formatCount } from '../time/format-quantity.ts'
import { type DiffBlock, diffLines, foldEqual, mostDiffLines } from './diff-lines.ts'
import { type DiffMode, DiffRows } from './diff-rows.tsx'

interface JsonDiffProps {
  readonly before: unknown
  readonly after: unknown
  readonly beforeLabel: string
  readonly afterLabel: string
  /** Without it the reader chooses. */
  readonly mode?: DiffMode | undefined
}

const modes = [
  { value: 'side', label: 'Side by side' },
  { value: 'inline', label: 'Inline' },
] as const

/** What is different between two values, told by colour and by sign; what is equal is folded. */
export function JsonDiff({ before, after, beforeLabel, afterLabel, mode }: JsonDiffProps) {
  const [chosen, setChosen] = useState<DiffMode>('side')
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const { lines, cut } = useMemo(() => diffLines(before, after), [before, after])
  const blocks = useMemo(() => foldEqual(lines), [lines])
  const differing = lines.filter(line => line.kind !== 'equal').length
  const shown = mode ?? chosen
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <p className="text-muted text-xs">
          {differing === 0
            ? 'No difference'
            : `${formatCount(differing)} ${differing === 1 ? 'line differs' : 'lines differ'}`}
        </p>
        {mode === undefined && (
          <SegmentedChoice
            label="How to show it"
            hideLabel
            value={chosen}
            onChange={setChosen}
            options={modes}
          />
        )}
      </div>
      <div className="overflow-hidden rounded-lg border border-line font-mono text-xs leading-5">
        <Heads mode={shown} beforeLabel={beforeLabel} afterLabel={afterLabel} />
        {blocks.map(block => (
          <Block
            key={block.id}
            block={block}
            mode={shown}
            open={opened.has(block.id)}
            onOpen={() => setOpened(before => new Set(before).add(block.id))}
          />
        ))}
      </div>
      {cut && (
        <p className="mt-1 text-caution text-xs">
          Only the first {formatCount(mostDiffLines)} lines are compared here.
        </p>
      )}
    </div>
  )
}

function Heads({
  mode,
  beforeLabel,
  afterLabel,
}: {
  mode: DiffMode
  beforeLabel: string
  afterLabel: string
}) {
  return (
    <div
      className={`grid bg-raised font-medium font-sans text-muted ${mode === 'side' ? 'grid-cols-2 divide-x divide-line' : 'grid-cols-1'}`}
    >
      <p className="truncate px-2.5 py-1">− {beforeLabel}</p>
      <p className="truncate px-2.5 py-1">+ {afterLabel}</p>
    </div>
  )
}

interface BlockProps {
  readonly block: DiffBlock
  readonly mode: DiffMode
  readonly open: boolean
  readonly onOpen: () => void
}

const shownAtOnce = 400

function Block({ block, mode, open, onOpen }: BlockProps) {
  const [most, setMost] = useState(shownAtOnce)
  if (block.kind === 'fold' && !open)
    return (
      <button
        type="button"
        onClick={onOpen}
        className="block w-full border-line border-y bg-raised px-2.5 py-0.5 text-left font-sans text-muted text-xs outline-offset-[-2px] hover:text-ink"
      >
        ⋯ {formatCount(block.lines.length)} equal lines
      </button>
    )
  return (
    <>
      <DiffRows lines={block.lines.slice(0, most)} mode={mode} />
      {block.lines.length > most && (
        <div className="p-2 font-sans">
          <Button size="sm" onClick={() => setMost(most + shownAtOnce)}>
            Show more lines ({formatCount(block.lines.length - most)} left)
          </Button>
        </div>
      )}
    </>
  )
}
