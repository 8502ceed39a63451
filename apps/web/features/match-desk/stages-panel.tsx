import Link from 'next/link'
import { Panel } from '../kit/display/panel.tsx'
import { formatCount } from '../kit/time/format-quantity.ts'
import { Time } from '../kit/time/time.tsx'
import type { DeskMatchView } from './desk-words.ts'

/** How far the match is stored, sent on, and at each gateway. */
export default function StagesPanel({ match, watermarks }: Pick<DeskMatchView, 'match' | 'watermarks'>) {
  const { relayed, gateways } = watermarks
  return (
    <Panel
      title="On its way out"
      actions={
        <Link
          href="/console/deliveries?tab=watermarks"
          className="text-accent text-xs underline underline-offset-4"
        >
          All matches
        </Link>
      }
    >
      <table className="w-full text-left text-xs">
        <thead className="text-muted">
          <tr>
            <th className="pb-1 font-normal" scope="col">
              Stage
            </th>
            <th className="pb-1 text-right font-normal" scope="col">
              At
            </th>
            <th className="pb-1 text-right font-normal" scope="col">
              Sockets
            </th>
            <th className="pb-1 text-right font-normal" scope="col">
              Said
            </th>
          </tr>
        </thead>
        <tbody className="tabular-nums">
          <StageRow name="stored" seq={match.lastSeq} at={match.updatedAt} />
          <StageRow name="sent on" seq={relayed?.seq ?? null} at={relayed?.at ?? null} />
          {gateways.map(({ instance, seq, sockets, reportedAt }) => (
            <StageRow key={instance} name={instance} seq={seq} sockets={sockets} at={reportedAt} />
          ))}
        </tbody>
      </table>
      {gateways.length === 0 && (
        <p className="mt-2 text-muted text-xs">No gateway has anybody who watches it.</p>
      )}
    </Panel>
  )
}

interface StageRowProps {
  readonly name: string
  readonly seq: number | null
  readonly sockets?: number
  readonly at: string | null
}

function StageRow({ name, seq, sockets, at }: StageRowProps) {
  return (
    <tr>
      <th className="max-w-32 truncate py-0.5 text-left font-normal" scope="row">
        {name}
      </th>
      <td className="text-right">{seq === null ? '–' : formatCount(seq)}</td>
      <td className="text-right">{sockets === undefined ? '' : formatCount(sockets)}</td>
      <td className="text-right">{at === null ? '–' : <Time at={at} />}</td>
    </tr>
  )
}
