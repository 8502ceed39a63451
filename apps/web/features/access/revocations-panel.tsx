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
import { revocationColumns } from './key-columns.tsx'
import { revocationKey, whyNotLifted } from './key-words.ts'

const RevokeDialog = lazy(() =>
  import('./revocation-dialogs.tsx').then(module => ({ default: module.RevokeDialog })),
)
const LiftDialog = lazy(() =>
  import('./revocation-dialogs.tsx').then(module => ({ default: module.LiftDialog })),
)

/** Fans, sessions and keys that may not come in. */
export default function RevocationsPanel() {
  const { trpc, whyNot } = useConsole()
  const [subject, setSubject] = useQueryState('who', parseAsString.withDefault(''))
  const [open, setOpen] = useQueryState('revocation', parseAsString)
  const [asking, setAsking] = useState<'revoke' | 'lift' | null>(null)
  const asked = subject.trim() === '' ? {} : { subject: subject.trim().slice(0, 128) }
  const { list, rows, table } = usePages({
    key: ['revocation', 'list', asked],
    page: after => trpc.revocation.list.queryOptions({ ...asked, ...(after !== null && { after }) }),
    pollMs: 10_000,
  })
  const chosen = rows.find(({ id }) => id === open)
  const close = () => setAsking(null)
  const whyNoLift =
    whyNot('revocation.lift') ?? (chosen ? whyNotLifted(chosen, Date.now()) : 'First choose a row')
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <div className="min-w-64 flex-1 sm:max-w-sm">
          <SearchField
            label="Id of a fan, a session or a key"
            value={subject}
            onChange={next => void setSubject(next || null)}
            placeholder="whole id"
            shortcut="f"
          />
        </div>
        <Button disabledReason={whyNoLift} onClick={() => setAsking('lift')}>
          Lift
        </Button>
        <Button
          variant="danger"
          disabledReason={whyNot('revocation.revoke')}
          onClick={() => setAsking('revoke')}
        >
          Revoke
        </Button>
      </div>
      <AddressNotice faults={[open !== null && list.isSuccess && !chosen && notAmongShown('revocation')]} />
      <DataTable
        label="Revocations"
        rows={rows}
        rowKey={revocationKey}
        columns={revocationColumns}
        openKey={open}
        onOpen={({ id }) => void setOpen(id === open ? null : id)}
        {...table}
        empty={
          <EmptyState
            kind={subject === '' ? 'nothing-yet' : 'filtered-out'}
            title={subject === '' ? 'Nothing is revoked' : 'Nothing of this id is revoked'}
          />
        }
      />
      <Suspense fallback={<AwaitedLayer />}>
        {asking === 'revoke' && <RevokeDialog onClose={close} />}
        {asking === 'lift' && chosen && <LiftDialog revocation={chosen} onClose={close} />}
      </Suspense>
    </>
  )
}
