'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callInOneLine, codeOf } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { Menu } from '../kit/actions/menu.tsx'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { Icon } from '../kit/display/icon.tsx'
import { useToasts } from '../kit/toasts/toasts.tsx'
import {
  type CareAction,
  ignoreActions,
  ownerAction,
  resolveAction,
  unresolveAction,
  whyNotResolve,
  whyNotUnresolve,
} from './group-care.ts'
import { GroupStanding } from './group-standing.tsx'
import type { Group } from './use-group.ts'

interface Asked {
  readonly action: CareAction
  /** What was seen when it was asked; null: what is seen now, after somebody else came first. */
  readonly version: number | null
}

/** What people made of the group, and the ways to change it; each says why. */
export function GroupLifecycle({ group }: { group: Group }) {
  const { trpc, operator, whyNot } = useConsole()
  const client = useQueryClient()
  const toasts = useToasts()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [isOpen, setOpen] = useState(false)
  const renew = () => client.invalidateQueries({ queryKey: ['deadLetterGroup'] })
  const update = useMutation(
    trpc.deadLetterGroup.update.mutationOptions({
      onSuccess: async () => {
        setOpen(false)
        toasts.good('The group is changed')
        await Promise.all([renew(), client.invalidateQueries({ queryKey: ['deadLetter', 'groups'] })])
      },
      onError: error => {
        if (codeOf(error) !== 'edited-meanwhile') return
        setAsked(before => before && { ...before, version: null })
        void renew()
      },
    }),
  )
  const ask = (next: CareAction) => {
    update.reset()
    setAsked({ action: next, version: group.version })
    setOpen(true)
  }
  const refused = whyNot('deadLetterGroup.update')
  const owning = ownerAction(group, operator.name)
  return (
    <section aria-label="Lifecycle" className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h3 className="eyebrow">Lifecycle</h3>
      <GroupStanding group={group} />
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          onClick={() => ask(resolveAction)}
          disabledReason={refused ?? whyNotResolve(group.state)}
        >
          Resolve…
        </Button>
        <Menu
          label="Ignore"
          trigger={
            <Button size="sm" icon={<Icon name="chevron-down" className="order-last size-3.5" />}>
              Ignore
            </Button>
          }
          items={ignoreActions.map(one => ({
            ...{ id: one.id, label: `${one.label}…`, disabledReason: refused },
            onSelect: () => ask(one),
          }))}
        />
        <Button
          size="sm"
          onClick={() => ask(unresolveAction)}
          disabledReason={refused ?? whyNotUnresolve(group.state)}
        >
          Unresolve…
        </Button>
        <Button size="sm" onClick={() => ask(owning)} disabledReason={refused}>
          {owning.label}…
        </Button>
      </div>
      {asked && (
        <ConfirmDialog
          open={isOpen}
          onOpenChange={setOpen}
          title={
            asked.action.change.state === 'ignored'
              ? `Ignore the group ${asked.action.label.toLowerCase()}?`
              : `${asked.action.label}?`
          }
          confirmLabel={asked.action.change.state === 'ignored' ? 'Ignore' : asked.action.label}
          reason="required"
          pending={update.isPending}
          error={callInOneLine(update.error)}
          onConfirm={({ reason }) =>
            update.mutate({
              fingerprint: group.fingerprint,
              version: asked.version ?? group.version,
              reason,
              ...asked.action.change,
            })
          }
        >
          <p>{asked.action.text}</p>
        </ConfirmDialog>
      )}
    </section>
  )
}
