import { createContext } from 'react'
import { createShortcutRegistry, pageLayer, type ShortcutRegistry } from './shortcut-registry.ts'

/** Without a provider shortcuts are kept but nobody listens. */
export const ShortcutRegistryContext = createContext<ShortcutRegistry>(createShortcutRegistry())
export const ShortcutLayerContext = createContext(pageLayer)
