import { ButtonLink } from '../kit/actions/button-link.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'

export function NoSuchEvent() {
  return (
    <EmptyState
      kind="nothing-yet"
      title="There is no such event"
      action={<ButtonLink href="/console/events">Search events</ButtonLink>}
    >
      It is neither stored nor dead: it never came, is still on its way, or the address is wrong.
    </EmptyState>
  )
}
