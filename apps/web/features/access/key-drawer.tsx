'use client'

import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { KeyValueList } from '../kit/display/key-value-list.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { DetailDrawer } from '../kit/drawer/detail-drawer.tsx'
import { Time } from '../kit/time/time.tsx'
import { type ApiKey, keyState, whyKeyStays } from './key-words.ts'

export type KeyQuestion = 'rotate' | 'revoke'

interface KeyDrawerProps {
  readonly apiKey: ApiKey
  readonly onClose: () => void
  readonly onAsk: (question: KeyQuestion) => void
}

/** One key, and what can be done with it. */
export default function KeyDrawer({ apiKey, onClose, onAsk }: KeyDrawerProps) {
  return (
    <DetailDrawer
      open
      onClose={onClose}
      title={apiKey.keyId}
      subtitle={<VisibleText text={`${apiKey.owner}: ${apiKey.name}`} maxChars={260} />}
    >
      <KeyFacts apiKey={apiKey} onAsk={onAsk} />
    </DetailDrawer>
  )
}

function KeyFacts({ apiKey, onAsk }: Omit<KeyDrawerProps, 'onClose'>) {
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
