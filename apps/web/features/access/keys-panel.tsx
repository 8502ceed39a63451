'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { KeyValueList } from '../kit/display/key-value-list.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { DetailDrawer, DrawerLayout } from '../kit/drawer/detail-drawer.tsx'
import { SearchField } from '../kit/fields/search-field.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { DataTable } from '../kit/table/data-table.tsx'
import { Time } from '../kit/time/time.tsx'
import { ShownOnce } from '../people/shown-once.tsx'
import { tableState, usePages } from '../people/use-pages.ts'
import { CreateKeyDialog } from './create-key-dialog.tsx'
import { keyColumns } from './key-columns.tsx'
import { RevokeKeyDialog, RotateKeyDialog } from './key-dialogs.tsx'
import { type ApiKey, apiKeyKey, keyState, whyKeyStays } from './key-words.ts'

type Asked = 'create' | 'rotate' | 'revoke' | null

/** API keys of developers. */
export function KeysPanel() {
  const { trpc, whyNot } = useConsole()
  const [owner, setOwner] = useQueryState('owner', parseAsString.withDefault(''))
  const [open, setOpen] = useQueryState('key', parseAsString)
  const [asking, setAsking] = useState<Asked>(null)
  const [made, setMade] = useState<string | null>(null)
  const asked = owner.trim() === '' ? {} : { owner: owner.trim().slice(0, 128) }
  const { list, rows } = usePages<ApiKey, { items: readonly ApiKey[]; next: string | null }>({
    key: ['apiKey', 'list', asked],
    page: after => trpc.apiKey.list.queryOptions({ ...asked, ...(after === undefined ? {} : { after }) }),
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
      <DrawerLayout
        drawer={
          <DetailDrawer
            open={apiKey !== undefined}
            onClose={() => void setOpen(null)}
            title={apiKey?.keyId ?? ''}
            subtitle={apiKey && <VisibleText text={`${apiKey.owner}: ${apiKey.name}`} maxChars={260} />}
          >
            {apiKey && <KeyFacts apiKey={apiKey} onAsk={setAsking} />}
          </DetailDrawer>
        }
      >
        <DataTable
          label="API keys"
          rows={rows}
          rowKey={apiKeyKey}
          columns={keyColumns}
          openKey={open}
          onOpen={({ keyId }) => void setOpen(keyId)}
          onEndReached={() => list.hasNextPage && void list.fetchNextPage()}
          loadingMore={list.isFetchingNextPage}
          state={tableState(list)}
          empty={
            <EmptyState
              kind={owner === '' ? 'nothing-yet' : 'filtered-out'}
              title={owner === '' ? 'No API key has been made' : 'No key of this owner'}
            />
          }
        />
      </DrawerLayout>
      <CreateKeyDialog open={asking === 'create'} onOpenChange={on => !on && close()} onMade={setMade} />
      {apiKey && asking === 'rotate' && <RotateKeyDialog apiKey={apiKey} onClose={close} onMade={setMade} />}
      {apiKey && asking === 'revoke' && <RevokeKeyDialog apiKey={apiKey} onClose={close} />}
      <ShownOnce title="The new key" secret={made} onClose={() => setMade(null)}>
        Hand it to its owner. It is stored nowhere.
      </ShownOnce>
    </>
  )
}

function KeyFacts({ apiKey, onAsk }: { apiKey: ApiKey; onAsk: (asked: Asked) => void }) {
  const { whyNot } = useConsole()
  const { scopes, tier, requestsPerMinute, createdAt, createdBy, expiresAt, lastUsedAt, replacedBy } = apiKey
  const nowMs = Date.now()
  const facts = [
    { key: 'state', label: 'State', value: <StatePill {...keyState(apiKey, nowMs)} /> },
    { key: 'scopes', label: 'May', value: scopes.join(', ') },
    { key: 'tier', label: 'Tier', value: tier },
    { key: 'quota', label: 'Requests a minute', value: requestsPerMinute ?? 'as its tier' },
    { key: 'made', label: 'Made', value: <Time at={createdAt} /> },
    { key: 'by', label: 'Made by', value: <VisibleText text={createdBy} maxChars={128} /> },
    { key: 'used', label: 'Last used', value: lastUsedAt === null ? 'never' : <Time at={lastUsedAt} /> },
    { key: 'ends', label: 'Ends', value: expiresAt === null ? 'never' : <Time at={expiresAt} /> },
    ...(replacedBy === null ? [] : [{ key: 'next', label: 'Replaced by', value: replacedBy, mono: true }]),
  ]
  return (
    <div className="grid gap-4">
      <KeyValueList items={facts} />
      <div className="flex gap-2">
        <Button
          size="sm"
          disabledReason={whyNot('apiKey.rotate') ?? whyKeyStays(apiKey, nowMs, 'rotate')}
          onClick={() => onAsk('rotate')}
        >
          Rotate
        </Button>
        <Button
          size="sm"
          variant="danger"
          disabledReason={whyNot('apiKey.revoke') ?? whyKeyStays(apiKey, nowMs, 'revoke')}
          onClick={() => onAsk('revoke')}
        >
          Revoke
        </Button>
      </div>
    </div>
  )
}
