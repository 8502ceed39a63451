'use client'

import { use, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { ShortcutLayerContext, ShortcutRegistryContext } from './shortcut-context.ts'
import type { Shortcut } from './shortcut-registry.ts'

export type { Shortcut } from './shortcut-registry.ts'

/** A key that does something while this component is there. Its newest definition counts. */
export function useShortcut(shortcut: Shortcut): void {
  const registry = use(ShortcutRegistryContext)
  const layer = use(ShortcutLayerContext)
  const id = useId()
  const newest = useRef(shortcut)
  useLayoutEffect(() => {
    newest.current = shortcut
  })
  useEffect(() => registry.add({ id, layer, read: () => newest.current }), [registry, id, layer])
}
