'use client'

import { type ReactNode, use, useEffect, useId } from 'react'
import { ShortcutLayerContext, ShortcutRegistryContext } from './shortcut-context.ts'

/** For what is modal and still comes: what is typed meanwhile must not reach the page's keys. */
export const AwaitedLayer = () => <ShortcutLayer>{null}</ShortcutLayer>

/** While it is there, only the shortcuts inside it hold: for what is modal. */
export function ShortcutLayer({ children }: { children: ReactNode }) {
  const registry = use(ShortcutRegistryContext)
  const layer = useId()
  useEffect(() => registry.pushLayer(layer), [registry, layer])
  return <ShortcutLayerContext value={layer}>{children}</ShortcutLayerContext>
}
