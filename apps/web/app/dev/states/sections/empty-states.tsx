'use client'

import { Button } from '../../../../features/kit/actions/button.tsx'
import { EmptyState } from '../../../../features/kit/states/empty-state.tsx'
import { ErrorState } from '../../../../features/kit/states/error-state.tsx'
import { Skeleton, SkeletonPanel, SkeletonTable } from '../../../../features/kit/states/skeleton.tsx'
import { Specimen, SpecimenGrid } from '../specimen.tsx'

const kinds = ['nothing-yet', 'filtered-out', 'not-allowed', 'all-done', 'away'] as const
const nothing = () => undefined

export function EmptyStates() {
  return (
    <SpecimenGrid>
      {kinds.map(kind => (
        <Specimen key={kind} name={kind}>
          <EmptyState
            kind={kind}
            action={kind === 'filtered-out' ? <Button>Clear all filters</Button> : undefined}
            compact
          />
        </Specimen>
      ))}
      <Specimen name="Error">
        <ErrorState message="The database did not answer within 2 s." code="unavailable" onRetry={nothing} />
      </Specimen>
      <Specimen name="Loading a table">
        <SkeletonTable rows={5} columns={4} />
      </Specimen>
      <Specimen name="Loading text and a panel">
        <div className="grid gap-4">
          <Skeleton lines={4} />
          <SkeletonPanel height="5rem" />
        </div>
      </Specimen>
    </SpecimenGrid>
  )
}
