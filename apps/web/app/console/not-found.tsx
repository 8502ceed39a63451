import { ButtonLink } from '../../features/kit/actions/button-link.tsx'
import { EmptyState } from '../../features/kit/states/empty-state.tsx'

/** Within the console, so that its navigation leads on. */
export default function NotFound() {
  return (
    <>
      <h1 className="sr-only">No such page</h1>
      <EmptyState
        kind="nothing-yet"
        title="There is no such page"
        action={<ButtonLink href="/console">To the pipeline</ButtonLink>}
      >
        The address is wrong, or what it named is not kept any more.
      </EmptyState>
    </>
  )
}
