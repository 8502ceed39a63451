'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { CallError } from '../console/call-error.tsx'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { TextArea } from '../kit/fields/text-area.tsx'
import { Time } from '../kit/time/time.tsx'
import type { GroupView } from './use-group.ts'

interface GroupNotesProps {
  readonly fingerprint: string
  readonly notes: GroupView['notes']
}

/** What people found out about a group. Notes stay. */
export function GroupNotes({ fingerprint, notes }: GroupNotesProps) {
  const { trpc, whyNot } = useConsole()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const refused = whyNot('deadLetterGroup.addNote')
  const add = useMutation(
    trpc.deadLetterGroup.addNote.mutationOptions({
      onSuccess: async () => {
        setText('')
        await client.invalidateQueries({ queryKey: ['deadLetterGroup'] })
      },
    }),
  )
  const empty = text.trim() === '' ? 'Write something first.' : undefined
  const submit = () => {
    if (refused === undefined && empty === undefined && !add.isPending)
      add.mutate({ fingerprint, text: text.trim() })
  }
  return (
    <section aria-label="Notes" className="grid grid-cols-[minmax(0,1fr)] gap-2 text-sm">
      <h3 className="eyebrow">Notes</h3>
      <TextArea
        label="New note"
        hideLabel
        value={text}
        onChange={setText}
        onSubmit={submit}
        rows={2}
        maxLength={2_000}
        placeholder="What did you find out?"
        disabledReason={refused}
      />
      <span>
        <Button size="sm" onClick={submit} pending={add.isPending} disabledReason={refused ?? empty}>
          Add note
        </Button>
      </span>
      {add.error && <CallError error={add.error} />}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
        {notes.map(note => (
          <li key={note.id} className="rounded-lg bg-raised px-3 py-2">
            <p className="whitespace-pre-wrap break-words">
              <VisibleText text={note.text} />
            </p>
            <p className="text-muted text-xs">
              <VisibleText text={note.by} maxChars={254} />, <Time at={note.at} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
