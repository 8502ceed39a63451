'use client'

import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { KeyValueList } from '../kit/display/key-value-list.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { DetailDrawer } from '../kit/drawer/detail-drawer.tsx'
import { Time } from '../kit/time/time.tsx'
import { actionsFor, type PersonAction } from './person-action.ts'
import { type Person, stateOf } from './person-words.ts'

interface PersonDrawerProps {
  readonly person: Person | undefined
  readonly onClose: () => void
  readonly onAction: (action: PersonAction) => void
}

/** One person, and what can be done about their account. */
export default function PersonDrawer({ person, onClose, onAction }: PersonDrawerProps) {
  return (
    <DetailDrawer
      open={person !== undefined}
      onClose={onClose}
      title={person?.email ?? ''}
      subtitle={person && <VisibleText text={person.name} maxChars={128} />}
    >
      {person && <Inside person={person} onAction={onAction} />}
    </DetailDrawer>
  )
}

function Inside({ person, onAction }: { person: Person; onAction: PersonDrawerProps['onAction'] }) {
  const { operator, whyNot } = useConsole()
  const isSelf = operator.id === person.id
  const { role, tier, createdAt, lastSeenAt, twoFactorEnabled, id } = person
  const facts = [
    { key: 'state', label: 'State', value: <StatePill {...stateOf(person)} /> },
    { key: 'role', label: 'Role', value: role },
    ...(role === 'fan' ? [{ key: 'tier', label: 'Tier', value: tier }] : []),
    { key: 'factor', label: 'Second factor', value: twoFactorEnabled ? 'on' : 'off' },
    { key: 'made', label: 'Made', value: <Time at={createdAt} /> },
    { key: 'seen', label: 'Last here', value: lastSeenAt === null ? 'no session' : <Time at={lastSeenAt} /> },
    { key: 'id', label: 'Id', value: id, mono: true },
  ]
  return (
    <div className="grid gap-4">
      <KeyValueList items={facts} />
      <div className="flex flex-wrap gap-2">
        {actionsFor(person).map(action => (
          <Button
            key={action.name}
            size="sm"
            variant={action.danger ? 'danger' : 'secondary'}
            disabledReason={
              isSelf
                ? 'Nobody does this to themselves'
                : (whyNot(action.procedure) ?? action.whyNotNow(person))
            }
            onClick={() => onAction(action)}
          >
            {action.label}
          </Button>
        ))}
      </div>
    </div>
  )
}
