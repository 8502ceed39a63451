'use client'

import { ButtonLink } from '../kit/actions/button-link.tsx'
import { Badge } from '../kit/display/badge.tsx'
import { Icon } from '../kit/display/icon.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { JsonView } from '../kit/json/json-view.tsx'
import { formatBytes, formatDuration } from '../kit/time/format-quantity.ts'
import { Time } from '../kit/time/time.tsx'
import type { TailItem } from './types.ts'

interface TailRowProps {
  readonly item: TailItem
  readonly open: boolean
  readonly onToggle: () => void
}

/** One event that passed: a line, and its payload when it is open. */
export function TailRow({ item, open, onToggle }: TailRowProps) {
  const { at, tookMs, type, lane, matchId, seq, errorCode, kind } = item
  return (
    <li className="border-line border-b last:border-b-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="grid w-full cursor-pointer grid-cols-[1rem_5.25rem_minmax(0,1fr)_auto_3.5rem] items-baseline gap-2 py-1.5 text-left text-xs outline-offset-[-2px] hover:bg-raised"
      >
        <Icon name={open ? 'chevron-down' : 'chevron-right'} className="size-3.5 self-center text-muted" />
        <span className="text-muted tabular-nums">{clockOf(at)}</span>
        <span className="truncate">
          <span className="font-medium">{type || 'unreadable'}</span>{' '}
          <span className="text-muted">
            <VisibleText text={matchId} maxChars={40} />
            {seq !== null && `, ${seq}`}
          </span>
        </span>
        {kind === 'dead-letter' ? (
          <Badge tone="critical">{errorCode}</Badge>
        ) : (
          <Badge tone={lane === 'critical' ? 'caution' : 'neutral'}>{lane}</Badge>
        )}
        <span className="text-right text-muted tabular-nums">
          {tookMs === null ? '' : formatDuration(tookMs)}
        </span>
      </button>
      {open && <Opened item={item} />}
    </li>
  )
}

/** Of the time, what differs between lines; the rest stands in the opened one. */
const clockOf = (at: string) => at.slice(11, 23)

function Opened({ item }: { item: TailItem }) {
  const { at, payload, payloadBytes, hiddenPaths, instance, sockets, source, correlationId } = item
  return (
    <div className="grid gap-2 px-6 pb-3 text-xs">
      <p className="text-muted">
        <Time at={at} show="absolute" /> · {source}
        {instance !== null && ` · ${instance}, ${sockets} feeds`} ·{' '}
        <VisibleText text={correlationId} maxChars={64} />
      </p>
      {payload !== null && <JsonView value={payload} height="16rem" />}
      {payload === null && payloadBytes !== null && (
        <p className="text-muted">Its payload of {formatBytes(payloadBytes)} is too large for a tail.</p>
      )}
      {hiddenPaths.length > 0 && <p className="text-muted">Hidden: {hiddenPaths.join(', ')}</p>}
      <div className="flex gap-2">
        {item.letterId !== null && (
          <ButtonLink size="sm" href={`/console/dead-letters?view=letters&letter=${item.letterId}`}>
            The dead letter
          </ButtonLink>
        )}
        {item.seq !== null && (
          <ButtonLink size="sm" href={`/console/events/${encodeURIComponent(item.matchId)}/${item.seq}`}>
            Its life
          </ButtonLink>
        )}
      </div>
    </div>
  )
}
