import type { Arrived } from '@touchline/sdk/react'
import { describeEvent } from './describe-event.ts'
import { formatTook, type Waterfall, waterfallOf } from './waterfall.ts'

/** How the newest event came here, stage by stage; closed until somebody asks. */
export function WaterfallPanel({ newest }: { newest: Arrived | undefined }) {
  return (
    <details className="panel group px-4 py-3">
      <summary className="cursor-pointer rounded text-muted text-xs marker:text-muted hover:text-ink">
        How the newest event came here
      </summary>
      {newest ? (
        <Way newest={newest} />
      ) : (
        <p className="mt-3 text-muted text-sm">Nothing has come live since you opened this page.</p>
      )}
    </details>
  )
}

function Way({ newest: { event, atMs } }: { newest: Arrived }) {
  const way = waterfallOf(event, atMs)
  return (
    <div className="mt-3" data-testid="waterfall">
      <p className="flex justify-between gap-3 text-sm">
        <span className="truncate">{describeEvent(event).title}</span>
        <strong className="shrink-0 tabular-nums">{formatTook(way.totalMs)}</strong>
      </p>
      <ol className="mt-2 grid gap-1.5">
        {way.stages.map(stage => (
          <Stage key={stage.name} stage={stage} way={way} />
        ))}
      </ol>
    </div>
  )
}

function Stage({ stage, way }: { stage: Waterfall['stages'][number]; way: Waterfall }) {
  const share = (ms: number) => `${way.totalMs > 0 ? (ms / way.totalMs) * 100 : 0}%`
  return (
    <li
      className="grid grid-cols-[4.5rem_minmax(0,1fr)_3.5rem] items-center gap-2 text-xs"
      title={stage.what}
    >
      <span>{stage.name}</span>
      <span className="h-2 overflow-hidden rounded-full bg-raised" aria-hidden="true">
        <span
          className="block h-full min-w-0.5 rounded-full bg-accent"
          style={{ marginLeft: `min(${share(stage.fromMs)}, 100% - 2px)`, width: share(stage.tookMs) }}
        />
      </span>
      <span className="text-right text-muted tabular-nums">{formatTook(stage.tookMs)}</span>
    </li>
  )
}
