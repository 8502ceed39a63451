'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { lazy, Suspense, useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { usePages } from '../console/use-pages.ts'
import { Button } from '../kit/actions/button.tsx'
import { DrawerLayout } from '../kit/drawer/detail-drawer.tsx'
import { SearchField } from '../kit/fields/search-field.tsx'
import { notAmongShown } from '../kit/filters/address-faults.ts'
import { AddressNotice } from '../kit/filters/address-notice.tsx'
import { AwaitedLayer } from '../kit/shortcuts/shortcut-layer.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { DataTable } from '../kit/table/data-table.tsx'
import { keyColumns } from './key-columns.tsx'
import type { KeyQuestion } from './key-drawer.tsx'
import { apiKeyKey } from './key-words.ts'

const KeyDrawer = lazy(() => import('./key-drawer.tsx'))
const CreateKeyDialog = lazy(() => import('./create-key-dialog.tsx'))
const RotateKeyDialog = lazy(() =>
  import('./key-dialogs.tsx').then(module => ({ default: module.RotateKeyDialog })),
)
const RevokeKeyDialog = lazy(() =>
  import('./key-dialogs.tsx').then(module => ({ default: module.RevokeKeyDialog })),
)
const ShownOnce = lazy(() => import('../people/shown-once.tsx'))

/** API keys of developers. */
export function KeysPanel() {
  const { trpc, whyNot } = useConsole()
  const [owner, setOwner] = useQueryState('owner', parseAsString.withDefault(''))
  const [open, setOpen] = useQueryState('key', parseAsString)
  const [asking, setAsking] = useState<KeyQuestion | 'create' | null>(null)
  const [made, setMade] = useState<string | null>(null)
  const asked = owner.trim() === '' ? {} : { owner: owner.trim().slice(0, 128) }
  const { list, rows, table } = usePages({
    key: ['apiKey', 'list', asked],
    page: after => trpc.apiKey.list.queryOptions({ ...asked, ...(after !== null && { after }) }),
    pollMs: 10_000,
  })
  const apiKey = rows.find(({ keyId }) => keyId === open)
  const close = () => setAsking(null)
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <div className="min-w-64 flex-1 sm:max-w-sm">
          <SearchField
            label="Owner"
            value={owner}
            onChange={next => void setOwner(next || null)}
            placeholder="the owner's whole name"
            shortcut="f"
          />
        </div>
        <Button
          variant="primary"
          disabledReason={whyNot('apiKey.create')}
          onClick={() => setAsking('create')}
        >
          New key
        </Button>
      </div>
      <AddressNotice faults={[open !== null && list.isSuccess && !apiKey && notAmongShown('key')]} />
      <DrawerLayout
        drawer={
          apiKey && (
            <Suspense>
              <KeyDrawer apiKey={apiKey} onClose={() => void setOpen(null)} onAsk={setAsking} />
            </Suspense>
          )
        }
      >
        <DataTable
          label="API keys"
          rows={rows}
          rowKey={apiKeyKey}
          columns={keyColumns}
          openKey={open}
          onOpen={({ keyId }) => void setOpen(keyId)}
          {...table}
          empty={
            <EmptyState
              kind={owner === '' ? 'nothing-yet' : 'filtered-out'}
              title={owner === '' ? 'No API key has been made' : 'No key of this owner'}
            />
          }
        />
      </DrawerLayout>
      <Suspense fallback={<AwaitedLayer />}>
        {asking === 'create' && <CreateKeyDialog open onOpenChange={on => !on && close()} onMade={setMade} />}
        {apiKey && asking === 'rotate' && (
          <RotateKeyDialog apiKey={apiKey} onClose={close} onMade={setMade} />
        )}
        {apiKey && asking === 'revoke' && <RevokeKeyDialog apiKey={apiKey} onClose={close} />}
        {made !== null && (
          <ShownOnce title="The new key" secret={made} onClose={() => setMade(null)}>
            Hand it to its owner. It is stored nowhere.
          </ShownOnce>
        )}
      </Suspense>
    </>
  )
}
