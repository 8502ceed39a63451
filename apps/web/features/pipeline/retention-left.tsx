import { Badge } from '../kit/display/badge.tsx'
import { retentionTexts } from './consumer-words.ts'
import type { Consumer } from './types.ts'

/** How far the log is from deleting what this consumer has not processed yet, and a warning where it is near. */
export function RetentionLeft({ retention }: { readonly retention: Consumer['retention'] }) {
  if (!retention) return <span className="text-muted">–</span>
  const [first, second] = retentionTexts(retention)
  return (
    <>
      {first}
      {second && <span className="block text-muted text-xs">{second}</span>}
      {retention.nearPartitions > 0 && (
        <span className="mt-1 block">
          <Badge tone="critical">Records deleted soon</Badge>
        </span>
      )}
    </>
  )
}
