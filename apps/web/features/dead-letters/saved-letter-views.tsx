'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useConsole } from '../console/console-context.tsx'
import { SavedViewsMenu } from '../kit/filters/saved-views-menu.tsx'
import { useSavedViews } from './use-saved-views.ts'
import { viewQueryOf } from './view-query.ts'

export function SavedLetterViews() {
  const { whyNot } = useConsole()
  const router = useRouter()
  const path = usePathname()
  const given = useSearchParams()
  const { views, save, remove, pending, error } = useSavedViews('dead-letters')
  return (
    <SavedViewsMenu
      views={views}
      current={viewQueryOf(new URLSearchParams(given))}
      onApply={({ query }) => router.replace(`${path}${query}`)}
      onSave={save}
      onRemove={remove}
      pending={pending}
      error={error}
      saveDisabledReason={whyNot('savedView.save')}
    />
  )
}
