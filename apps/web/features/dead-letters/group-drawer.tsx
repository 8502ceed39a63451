'use client'

import { useState } from 'react'
import { callInWords, codeOf } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { DetailDrawer } from '../kit/drawer/detail-drawer.tsx'
import { useShortcut } from '../kit/shortcuts/use-shortcut.ts'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { ErrorState } from '../kit/states/error-state.tsx'
import { Skeleton } from '../kit/states/skeleton.tsx'
import { Time } from '../kit/time/time.tsx'
import { ReplayDialog } from '../replays/replay-dialog.tsx'
import { DiscardDialog } from './discard-dialog.tsx'
import { deadOf } from './group-columns.tsx'
import { GroupLifecycle } from './group-lifecycle.tsx'
import { GroupNotes } from './group-notes.tsx'
import { GroupReplays } from './group-replays.tsx'
import { GroupWhat } from './group-what.tsx'
import { codeInWords, groupStates, lettersInWords } from './letter-words.ts'
import { isFingerprint } from './use-address.ts'
import { type Group, type GroupView, useGroup } from './use-group.ts'

interface GroupDrawerProps {
  readonly fingerprint: string
  readonly onClose: () => void
  readonly onLetters: (fingerprint: string) => void
}

export default function GroupDrawer(props: GroupDrawerProps) {
  const { fingerprint, onClose } = props
  const known = isFingerprint(fingerprint)
  const found = useGroup(fingerprint, known)
  if (found.data?.group) return <OpenGroup {...props} view={found.data} group={found.data.group} />
  const isMissing = !known || codeOf(found.error) === 'dead-letter-not-found'
  return (
    <DetailDrawer open onClose={onClose} title="Group of dead letters" label="Looking for the group">
      {isMissing && (
        <EmptyState kind="filtered-out" title="There is no such group">
          No letter died of what the address names, or none of them is kept any more.
        </EmptyState>
      )}
      {found.data && !found.data.group && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <EmptyState kind="all-done" title="It has no letters any more" compact>
            What died of this has died of something else since, or is gone. What people wrote about it stays.
          </EmptyState>
          <GroupNotes fingerprint={fingerprint} notes={found.data.notes} />
        </div>
      )}
      {!isMissing && found.error && (
        <ErrorState message={callInWords(found.error).title} onRetry={() => found.refetch()} />
      )}
      {!isMissing && found.isPending && <Skeleton lines={10} />}
    </DetailDrawer>
  )
}

interface OpenGroupProps extends GroupDrawerProps {
  readonly view: GroupView
  readonly group: Group
}

function OpenGroup({ view, group, onClose, onLetters }: OpenGroupProps) {
  const { whyNot } = useConsole()
  const [asks, setAsks] = useState<'replay' | 'discard' | null>(null)
  const { fingerprint } = group
  const dead = deadOf(group)
  const settled = dead > 0 ? undefined : 'None of its letters is dead.'
  const whyNoReplay = whyNot('replay.create') ?? settled
  const whyNoDiscard = whyNot('deadLetter.discard') ?? settled
  const replay = () => setAsks('replay')
  const discard = () => setAsks('discard')
  useShortcut({
    keys: 'r',
    label: 'Replay the group',
    group: 'Group',
    run: replay,
    disabledReason: whyNoReplay,
  })
  useShortcut({
    keys: 'd',
    label: 'Discard the group',
    group: 'Group',
    run: discard,
    disabledReason: whyNoDiscard,
  })
  useShortcut({ keys: 'l', label: 'Letters of the group', group: 'Group', run: () => onLetters(fingerprint) })
  const choice = { kind: 'group', fingerprint } as const
  return (
    <DetailDrawer
      open
      onClose={onClose}
      title={codeInWords(group.errorCode)}
      label={`Group ${fingerprint}`}
      subtitle={
        <span className="flex flex-wrap items-center gap-2">
          <StatePill tone={groupStates[group.state].tone} label={groupStates[group.state].label} />
          <span>{lettersInWords(group.letters)}</span>
          <span>
            last seen <Time at={group.lastFailedAt} />
          </span>
        </span>
      }
      footer={
        <>
          <Button variant="primary" shortcut="r" onClick={replay} disabledReason={whyNoReplay}>
            Replay the group…
          </Button>
          <Button shortcut="l" onClick={() => onLetters(fingerprint)}>
            Letters of this group
          </Button>
          <span className="ml-auto">
            <Button variant="danger" shortcut="d" onClick={discard} disabledReason={whyNoDiscard}>
              Discard…
            </Button>
          </span>
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 text-sm">
        <GroupWhat group={group} view={view} />
        <GroupLifecycle group={group} />
        <GroupNotes fingerprint={fingerprint} notes={view.notes} />
        <GroupReplays view={view} />
      </div>
      <ReplayDialog
        open={asks === 'replay'}
        onOpenChange={open => setAsks(open ? 'replay' : null)}
        choice={choice}
      />
      <DiscardDialog
        open={asks === 'discard'}
        onOpenChange={open => setAsks(open ? 'discard' : null)}
        choice={choice}
      />
    </DetailDrawer>
  )
}
