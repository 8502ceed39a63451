'use client'

import { useSearchParams } from 'next/navigation'
import { Callout } from '../states/callout.tsx'
import { faultsOfAddress } from './address-faults.ts'
import type { FilterField } from './filter-field.ts'

interface AddressNoticeProps {
  /** Those of which the address may say something. */
  readonly fields?: readonly FilterField[] | undefined
  /** What else of it leads nowhere, a sentence each. */
  readonly faults?: readonly (string | false | undefined)[] | undefined
}

const none: readonly FilterField[] = []

/** Says what of the address means nothing; the page shows the rest. */
export function AddressNotice({ fields = none, faults = [] }: AddressNoticeProps) {
  const given = useSearchParams()
  const told = [...faultsOfAddress(fields, given), ...faults.filter(fault => !!fault)]
  if (told.length === 0) return null
  return (
    <div role="alert" className="mb-3">
      <Callout tone="caution" title="The address asks for something that there is not">
        {told.join(' ')}
      </Callout>
    </div>
  )
}
