import { VisibleText } from '../kit/display/visible-text.tsx'
import { Time } from '../kit/time/time.tsx'
import type { Group } from './use-group.ts'

/** What a group counts as, who owns it, and who changed that last. */
export function GroupStanding({ group }: { group: Group }) {
  const { owner, updatedAt, updatedBy } = group
  return (
    <p>
      <StateInWords group={group} />{' '}
      {owner === null ? 'Nobody owns it.' : <VisibleText text={`${owner} owns it.`} maxChars={270} />}
      {updatedAt !== null && (
        <span className="text-muted text-xs">
          {' '}
          Changed <Time at={updatedAt} />
          {updatedBy !== null && <VisibleText text={` by ${updatedBy}`} maxChars={270} />}.
        </span>
      )}
    </p>
  )
}

function StateInWords({ group: { state, ignoredUntil, resolvedAt, resolvedBuild } }: { group: Group }) {
  if (state === 'unresolved') return 'Unresolved.'
  if (state !== 'ignored') {
    return (
      <>
        {state === 'resolved' ? 'Resolved' : 'Regressed: it died of this again after it was resolved'}{' '}
        {resolvedAt !== null && <Time at={resolvedAt} />}
        {resolvedBuild !== null && <VisibleText text={`, at build ${resolvedBuild}`} maxChars={80} />}.
      </>
    )
  }
  if (ignoredUntil === null) return 'Ignored for good.'
  return (
    <>
      Ignored; unresolved again <Time at={ignoredUntil} />.
    </>
  )
}
