'use client'

import { use } from 'react'
import { ShortcutLayerContext } from '../shortcuts/shortcut-context.ts'
import { pageLayer } from '../shortcuts/shortcut-registry.ts'

/** Where what pops up is put: inside the page's main part, so that it belongs to a landmark; above a dialog, in the body. */
export function usePopupContainer(): HTMLElement | undefined {
  const onPage = use(ShortcutLayerContext) === pageLayer
  if (!onPage || typeof document === 'undefined') return undefined
  return document.querySelector<HTMLElement>('main') ?? undefined
}

/** The same for a tooltip, which knows only what it belongs to. */
export const tipContainerOf = (anchor: Element): HTMLElement | undefined =>
  anchor.closest<HTMLElement>('[role="dialog"], main, header, aside, nav') ??
  document.querySelector<HTMLElement>('main') ??
  undefined
