'use client'

import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs'
import { lazy, Suspense, useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { usePages } from '../console/use-pages.ts'
import { Button } from '../kit/actions/button.tsx'
import { PageHeader } from '../kit/display/page-header.tsx'
import { DrawerLayout } from '../kit/drawer/detail-drawer.tsx'
import { SegmentedChoice } from '../kit/fields/choice.tsx'
import { SearchField } from '../kit/fields/search-field.tsx'
import { notAmongShown } from '../kit/filters/address-faults.ts'
import { AddressNotice } from '../kit/filters/address-notice.tsx'
import { AwaitedLayer } from '../kit/shortcuts/shortcut-layer.tsx'
import { useShortcut } from '../kit/shortcuts/use-shortcut.ts'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { DataTable } from '../kit/table/data-table.tsx'
import type { PersonAction } from './person-action.ts'
import { personColumns } from './person-columns.tsx'
import { personKey } from './person-words.ts'

const PersonDrawer = lazy(() => import('./person-drawer.tsx'))
const InviteDialog = lazy(() => import('./invite-dialog.tsx'))
const PersonDialog = lazy(() => import('./person-dialog.tsx'))
const ShownOnce = lazy(() => import('./shown-once.tsx'))

const kinds = ['operators', 'fans'] as const
const kindOptions = kinds.map(value => ({ value, label: value === 'fans' ? 'Fans' : 'Operators' }))

/** Who may come in, and as what. */
export function PeoplePage() {
  const refusal = useConsole().whyNot('person.list')
  if (refusal === undefined) return <People />
  return (
    <>
      <PageHeader title="People" />
      <EmptyState kind="not-allowed">{refusal}</EmptyState>
    </>
  )
}

function People() {
  const { trpc, whyNot } = useConsole()
  const [kind, setKind] = useQueryState('kind', parseAsStringLiteral(kinds).withDefault('operators'))
  const [text, setText] = useQueryState('q', parseAsString.withDefault(''))
  const [open, setOpen] = useQueryState('person', parseAsString)
  const [inviting, setInviting] = useState(false)
  const [action, setAction] = useState<PersonAction | null>(null)
  const [made, setMade] = useState<{ readonly email: string; readonly oneTimePassword: string } | null>(null)
  const asked = { kind, ...(text.trim() === '' ? {} : { text: text.trim().slice(0, 254) }) }
  const { list, rows, table } = usePages({
    key: ['person', 'list', asked],
    page: after => trpc.person.list.queryOptions({ ...asked, ...(after !== null && { after }) }),
    pollMs: 10_000,
  })
  const person = rows.find(({ id }) => id === open)
  const refusal = whyNot('person.invite')
  useShortcut({
    keys: 'i',
    label: 'Invite an operator',
    group: 'People',
    disabledReason: refusal,
    run: () => setInviting(true),
  })
  return (
    <>
      <PageHeader
        title="People"
        description="Operators and what they may do; fans and how their accounts stand."
        actions={
          <Button variant="primary" shortcut="i" disabledReason={refusal} onClick={() => setInviting(true)}>
            Invite
          </Button>
        }
      />
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <SegmentedChoice
          label="Whom"
          hideLabel
          value={kind}
          onChange={next => void setKind(next)}
          options={kindOptions}
        />
        <div className="min-w-64 flex-1 sm:max-w-sm">
          <SearchField
            label={kind === 'fans' ? 'Address or id of a fan' : 'Name or address'}
            value={text}
            onChange={next => void setText(next || null)}
            placeholder={kind === 'fans' ? 'whole address, or id' : 'name or address'}
            shortcut="f"
          />
        </div>
      </div>
      <AddressNotice faults={[open !== null && list.isSuccess && !person && notAmongShown('person')]} />
      <DrawerLayout
        drawer={
          person && (
            <Suspense>
              <PersonDrawer person={person} onClose={() => void setOpen(null)} onAction={setAction} />
            </Suspense>
          )
        }
      >
        <DataTable
          label={kind === 'fans' ? 'Fans' : 'Operators'}
          rows={rows}
          rowKey={personKey}
          columns={personColumns}
          openKey={open}
          onOpen={({ id }) => void setOpen(id)}
          {...table}
          empty={<NobodyThere kind={kind} isSearched={text !== ''} />}
        />
      </DrawerLayout>
      <Suspense fallback={<AwaitedLayer />}>
        {inviting && <InviteDialog open onOpenChange={setInviting} onInvited={setMade} />}
        {action && person && (
          <PersonDialog
            action={action}
            person={person}
            onClose={() => setAction(null)}
            onPassword={setMade}
          />
        )}
        {made && (
          <ShownOnce title="One-time password" secret={made.oneTimePassword} onClose={() => setMade(null)}>
            {made.email} signs in with it once, and then chooses a password of their own.
          </ShownOnce>
        )}
      </Suspense>
    </>
  )
}

function NobodyThere({ kind, isSearched }: { kind: (typeof kinds)[number]; isSearched: boolean }) {
  if (!isSearched && kind === 'fans')
    return (
      <EmptyState kind="nothing-yet" title="No fan has an account yet">
        Fans make accounts themselves; without one they watch all the same.
      </EmptyState>
    )
  return (
    <EmptyState kind="filtered-out" title={kind === 'fans' ? 'No such fan' : 'No such operator'}>
      {kind === 'fans'
        ? 'Fans are found by their whole address, or their id.'
        : 'Try a part of the name or address.'}
    </EmptyState>
  )
}
