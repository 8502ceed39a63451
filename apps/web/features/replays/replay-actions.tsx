'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { CopyButton } from '../kit/actions/copy-button.tsx'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { useShortcut } from '../kit/shortcuts/use-shortcut.ts'
import { useToasts } from '../kit/toasts/toasts.tsx'
import { ReplayAgain } from './replay-again.tsx'
import type { Replay } from './replay-progress.tsx'
import { isOver, whyNotAbort, whyNotResume } from './replay-words.ts'

/** What can be done with a replay as it stands. */
export function ReplayActions({ replay }: { replay: Replay }) {
  const { trpc, whyNot } = useConsole()
  const client = useQueryClient()
  const toasts = useToasts()
  const [asks, setAsks] = useState<'abort' | 'resume' | null>(null)
  const done = (title: string) => ({
    onSuccess: async () => {
      setAsks(null)
      toasts.good(title)
      await client.invalidateQueries({ queryKey: ['replay'] })
    },
  })
  const abort = useMutation(trpc.replay.abort.mutationOptions(done(`Replay ${replay.id} is aborted`)))
  const resume = useMutation(trpc.replay.resume.mutationOptions(done(`Replay ${replay.id} goes on`)))
  const whyNoAbort = whyNot('replay.abort') ?? whyNotAbort(replay.state)
  const whyNoResume = whyNot('replay.resume') ?? whyNotResume(replay.state)
  const over = isOver(replay.state)
  useShortcut({
    ...{ keys: 'a', label: 'Abort the replay', group: 'Replay', run: () => setAsks('abort') },
    disabledReason: whyNoAbort,
  })
  const waiting = replay.progress.waiting
  return (
    <>
      <CopyButton text={`${window.location.origin}/console/replays/${replay.id}`} label="Copy link" />
      {over && <ReplayAgain replay={replay} />}
      {(replay.state === 'stopped' || replay.state === 'aborted') && (
        <Button onClick={() => setAsks('resume')} disabledReason={whyNoResume}>
          Resume…
        </Button>
      )}
      {!over && (
        <Button variant="danger" shortcut="a" onClick={() => setAsks('abort')} disabledReason={whyNoAbort}>
          Abort…
        </Button>
      )}
      <ConfirmDialog
        open={asks === 'abort'}
        onOpenChange={open => setAsks(open ? 'abort' : null)}
        title={`Abort replay ${replay.id}?`}
        confirmLabel="Abort"
        danger
        pending={abort.isPending}
        error={callInOneLine(abort.error)}
        onConfirm={() => abort.mutate({ id: replay.id })}
      >
        <p>
          Nothing more is sent within a second; {waiting.toLocaleString('en')} of{' '}
          {replay.total.toLocaleString('en')} letters are not settled. What was sent by then ends as it ends.
          It can be resumed.
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asks === 'resume'}
        onOpenChange={open => setAsks(open ? 'resume' : null)}
        title={`Resume replay ${replay.id}?`}
        confirmLabel="Resume"
        pending={resume.isPending}
        error={callInOneLine(resume.error)}
        onConfirm={() => resume.mutate({ id: replay.id })}
      >
        <p>
          It goes on with the {waiting.toLocaleString('en')} letters that are not settled, where its canary
          stood.
        </p>
      </ConfirmDialog>
    </>
  )
}
