'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { lazy, Suspense, useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { usePages } from '../console/use-pages.ts'
import { Button } from '../kit/actions/button.tsx'
import { SearchField } from '../kit/fields/search-field.tsx'
import { notAmongShown } from '../kit/filters/address-faults.ts'
import { AddressNotice } from '../kit/filters/address-notice.tsx'
import { AwaitedLayer } from '../kit/shortcuts/shortcut-layer.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { DataTable } from '../kit/table/data-table.tsx'
import { grantColumns } from './grant-columns.tsx'
import { grantKey, whyNotRevoked } from './grant-words.ts'

const CreateGrantDialog = lazy(() =>
  import('./grant-dialogs.tsx').then(module => ({ default: module.CreateGrantDialog })),
)
const RevokeGrantDialog = lazy(() =>
  import('./grant-dialogs.tsx').then(module => ({ default: module.RevokeGrantDialog })),
)

/** Which matches partners may write. */
export default function GrantsPanel() {
  const { trpc, whyNot } = useConsole()
  const [partner, setPartner] = useQueryState('partner', parseAsString.withDefault(''))
  const [open, setOpen] = useQueryState('grant', parseAsString)
  const [asking, setAsking] = useState<'create' | 'revoke' | null>(null)
  const asked = partner.trim() === '' ? {} : { partner: partner.trim().slice(0, 128) }
  const { list, rows, table } = usePages({
    key: ['partnerGrant', 'list', asked],
    page: after => trpc.partnerGrant.list.queryOptions({ ...asked, ...(after !== null && { after }) }),
    pollMs: 10_000,
  })
  const chosen = rows.find(({ id }) => id === open)
  const close = () => setAsking(null)
  const whyNoRevoke =
    whyNot('partnerGrant.revoke') ?? (chosen ? whyNotRevoked(chosen, Date.now()) : 'Select a grant first')
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <div className="min-w-64 flex-1 sm:max-w-sm">
          <SearchField
            label="Partner"
            value={partner}
            onChange={next => void setPartner(next || null)}
            placeholder="the partner's whole name"
            shortcut="f"
          />
        </div>
        <Button variant="danger" disabledReason={whyNoRevoke} onClick={() => setAsking('revoke')}>
          Revoke…
        </Button>
        <Button
          variant="primary"
          disabledReason={whyNot('partnerGrant.create')}
          onClick={() => setAsking('create')}
        >
          New grant…
        </Button>
      </div>
      <p className="mb-3 text-muted text-xs">
        Grants add to the patterns in a partner’s settings. A partner without patterns there may write every
        match.
      </p>
      <AddressNotice faults={[open !== null && list.isSuccess && !chosen && notAmongShown('grant')]} />
      <DataTable
        label="Grants"
        rows={rows}
        rowKey={grantKey}
        columns={grantColumns}
        openKey={open}
        onOpen={({ id }) => void setOpen(id === open ? null : id)}
        {...table}
        empty={
          <EmptyState
            kind={partner === '' ? 'nothing-yet' : 'filtered-out'}
            title={partner === '' ? 'No grants yet' : 'No grants of this partner'}
          />
        }
      />
      <Suspense fallback={<AwaitedLayer />}>
        {asking === 'create' && <CreateGrantDialog onClose={close} />}
        {asking === 'revoke' && chosen && <RevokeGrantDialog grant={chosen} onClose={close} />}
      </Suspense>
    </>
  )
}
