import { formatMinute } from '../clock/match-clock.ts'
import type { OperatorOutputs } from '../console/trpc-options.ts'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { Callout } from '../kit/states/callout.tsx'
import { scoreText } from './desk-words.ts'

type Preview = OperatorOutputs['correction']['preview']

/** What fans will see, and which goals will not count any more. */
export function CorrectionPreview({ preview }: { preview: Preview }) {
  const { effects, discounted, refusal } = preview
  if (refusal !== null) return <Callout tone="caution" title={refusal} />
  return (
    <div className="grid gap-2 text-sm" data-testid="correction-preview">
      <ul className="grid list-disc gap-1 pl-4">
        {effects.map(effect => (
          <li key={effect}>{effect}</li>
        ))}
      </ul>
      {discounted.length > 0 && (
        <ul
          className="grid max-h-40 gap-0.5 overflow-y-auto text-muted text-xs"
          aria-label="Goals that the new score holds"
        >
          {discounted.map(({ seq, clock, team, player, score }) => (
            <li key={seq} className="flex gap-3 tabular-nums">
              <span className="w-12 text-right">{formatMinute(clock)}</span>
              <span>{scoreText(score)}</span>
              <VisibleText text={[team, player].filter(Boolean).join(', ')} maxChars={100} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
