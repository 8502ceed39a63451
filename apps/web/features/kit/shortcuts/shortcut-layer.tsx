'use client'

import { type ReactNode, use, useEffect, useId } from 'react'
import { ShortcutLayerContext, ShortcutRegistryContext } from './shortcut-context.ts'

/** While it is there, only the shortcuts inside it hold: for what is modal. */
export function ShortcutLayer({ children }: { children: ReactNode }) {
  const registry = use(ShortcutRegistryContext)
  const layer = useId()
  useEffect(() => registry.pushLayer(layer), [registry, layer])
  return <ShortcutLayerContext value={layer}>{children}</ShortcutLayerContext>
}
