'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { Checkbox } from '../kit/fields/checkbox.tsx'
import { Select } from '../kit/fields/select.tsx'
import { TextField } from '../kit/fields/text-field.tsx'

interface CreateKeyDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly onMade: (key: string) => void
}

const scopes = ['matches:read', 'matches:feed'] as const
type Scope = (typeof scopes)[number]
const tierOptions = [
  { value: 'free', label: 'free' },
  { value: 'plus', label: 'plus' },
  { value: 'pro', label: 'pro' },
] as const
type Tier = (typeof tierOptions)[number]['value']

const empty = { owner: '', name: '', tier: 'free' as Tier, days: '', chosen: [...scopes] as readonly Scope[] }

const scopeLabels: Readonly<Record<Scope, string>> = {
  'matches:read': 'matches:read: queries and /v1',
  'matches:feed': 'matches:feed: live feeds',
}

function whyNotYet({ owner, name, days, chosen }: typeof empty): string | undefined {
  if (owner.trim() === '' || name.trim() === '') return 'Say whose key it is, and what for'
  if (chosen.length === 0) return 'Choose what it may do'
  const given = days === '' ? 1 : Number(days)
  return Number.isInteger(given) && given >= 1 && given <= 3_650
    ? undefined
    : 'Days are a number from 1 to 3650'
}

/** A new API key for a developer. */
export default function CreateKeyDialog({ open, onOpenChange, onMade }: CreateKeyDialogProps) {
  const { trpc, whyNot } = useConsole()
  const client = useQueryClient()
  const [draft, setDraft] = useState(empty)
  const set = (more: Partial<typeof empty>) => setDraft({ ...draft, ...more })
  const create = useMutation(
    trpc.apiKey.create.mutationOptions({
      onSuccess: async ({ key }) => {
        onOpenChange(false)
        setDraft(empty)
        onMade(key)
        await client.invalidateQueries({ queryKey: ['apiKey'] })
      },
    }),
  )
  const { owner, name, tier, days, chosen } = draft
  const submit = () =>
    create.mutate({
      ...{ owner: owner.trim(), name: name.trim(), tier, scopes: [...chosen] },
      ...(days === '' ? {} : { expiresInDays: Number(days) }),
    })
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="New API key"
      confirmLabel="Make key"
      pending={create.isPending}
      error={callInOneLine(create.error)}
      disabledReason={whyNot('apiKey.create') ?? whyNotYet(draft)}
      onConfirm={submit}
    >
      <TextField
        label="Owner"
        value={owner}
        onChange={next => set({ owner: next })}
        maxLength={128}
        required
      />
      <TextField label="Name" value={name} onChange={next => set({ name: next })} maxLength={128} required />
      <Select<Tier> label="Tier" value={tier} onChange={next => set({ tier: next })} options={tierOptions} />
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium text-xs">What it may do</legend>
        {scopes.map(scope => (
          <Checkbox
            key={scope}
            label={scopeLabels[scope]}
            checked={chosen.includes(scope)}
            onChange={on =>
              set({ chosen: scopes.filter(one => (one === scope ? on : chosen.includes(one))) })
            }
          />
        ))}
      </fieldset>
      <TextField
        label="Ends after days"
        value={days}
        onChange={next => set({ days: next })}
        inputMode="numeric"
        maxLength={4}
        hint="Empty: it does not end by itself."
      />
    </ConfirmDialog>
  )
}
