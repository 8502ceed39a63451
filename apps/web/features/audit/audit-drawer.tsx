'use client'

import Link from 'next/link'
import { lazy, Suspense } from 'react'
import { CopyButton } from '../kit/actions/copy-button.tsx'
import { KeyValueList } from '../kit/display/key-value-list.tsx'
import { Mono } from '../kit/display/mono.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { DetailDrawer } from '../kit/drawer/detail-drawer.tsx'
import { SkeletonPanel } from '../kit/states/skeleton.tsx'
import { Time } from '../kit/time/time.tsx'
import type { AuditEntry } from './audit-filter.ts'
import { subjectHref } from './subject-href.ts'

const JsonView = lazy(() =>
  import('../kit/json/json-view.tsx').then(module => ({ default: module.JsonView })),
)

interface AuditDrawerProps {
  readonly entry: AuditEntry | undefined
  readonly onClose: () => void
}

export default function AuditDrawer({ entry, onClose }: AuditDrawerProps) {
  return (
    <DetailDrawer
      open={entry !== undefined}
      onClose={onClose}
      title={entry ? `Entry ${entry.id}: ${entry.action}` : 'Entry'}
      subtitle={entry && <Time at={entry.at} show="absolute" />}
    >
      {entry && <EntryDetail entry={entry} />}
    </DetailDrawer>
  )
}

function EntryDetail({ entry }: { entry: AuditEntry }) {
  const { actor, subject, via, reason, details, hash, prevHash } = entry
  const href = subjectHref(subject)
  const subjectText = <VisibleText text={`${subject.kind} ${subject.id}`} />
  const items = [
    { key: 'who', label: 'Who', value: <VisibleText text={`${actor.name}, ${actor.role}`} /> },
    { key: 'via', label: 'By way of', value: viaTexts[via] ?? via },
    {
      key: 'subject',
      label: 'Subject',
      value: href ? (
        <Link href={href} className="text-accent underline underline-offset-4">
          {subjectText}
        </Link>
      ) : (
        subjectText
      ),
    },
    { key: 'reason', label: 'Reason', value: reason === '' ? '–' : <VisibleText text={reason} /> },
    { key: 'hash', label: 'Hash', value: <Hash hash={hash} /> },
    { key: 'prev', label: 'Hash before', value: <Hash hash={prevHash} /> },
  ]
  return (
    <div className="grid gap-4">
      <KeyValueList items={items} />
      <Suspense fallback={<SkeletonPanel height="8rem" />}>
        <JsonView value={details} label="Details" height="24rem" />
      </Suspense>
    </div>
  )
}

const viaTexts: Readonly<Record<string, string>> = {
  console: 'the console',
  cli: 'the command line',
  system: 'Touchline itself',
}

function Hash({ hash }: { hash: string }) {
  return (
    <span className="flex items-start gap-2">
      <span className="min-w-0 break-all">
        <Mono wrap>{hash}</Mono>
      </span>
      <CopyButton text={hash} size="sm" />
    </span>
  )
}
