'use client'

import { SavedViewsMenu } from '../kit/filters/saved-views-menu.tsx'
import { useSavedViews } from './use-saved-views.ts'

interface SavedViewsProps {
  readonly page: string
  readonly leaveOut?: readonly string[]
}

/** The named filters of a page of the console. */
export function SavedViews({ page, ...options }: SavedViewsProps) {
  return <SavedViewsMenu {...useSavedViews(page, options)} />
}
