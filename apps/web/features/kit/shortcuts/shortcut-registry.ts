import { normalKeys } from './match-keys.ts'

export interface Shortcut {
  readonly keys: string | readonly string[]
  readonly label: string
  readonly group?: string | undefined
  readonly run: () => void
  readonly disabledReason?: string | null | undefined
  /** A command that does not hold at all now; with a `disabledReason` it is known but refuses. */
  readonly enabled?: boolean | undefined
  readonly inPalette?: boolean | undefined
}

export interface HeldShortcut extends Shortcut {
  readonly id: string
  readonly bindings: readonly string[]
}

interface Registration {
  readonly id: string
  readonly layer: string
  /** Reads the newest definition, so that a render does not have to register anew. */
  readonly read: () => Shortcut
}

export interface ShortcutRegistry {
  add(registration: Registration): () => void
  pushLayer(layer: string): () => void
  /** What holds now: the top layer's, newest first. */
  held(): readonly HeldShortcut[]
}

export const pageLayer = 'page'

const bindingsOf = (keys: Shortcut['keys']): readonly string[] =>
  (typeof keys === 'string' ? [keys] : keys).map(normalKeys)

/** Who answers to which key: the newest of the top layer wins. */
export function createShortcutRegistry(): ShortcutRegistry {
  const registrations = new Set<Registration>()
  const layers = [pageLayer]
  return {
    add(registration) {
      registrations.add(registration)
      return () => {
        registrations.delete(registration)
      }
    },
    pushLayer(layer) {
      layers.push(layer)
      return () => {
        const place = layers.lastIndexOf(layer)
        if (place > 0) layers.splice(place, 1)
      }
    },
    held() {
      const top = layers.at(-1)
      return [...registrations]
        .filter(registration => registration.layer === top)
        .map(({ id, read }) => ({ ...read(), id }))
        .filter(shortcut => shortcut.enabled !== false)
        .map(shortcut => ({ ...shortcut, bindings: bindingsOf(shortcut.keys) }))
        .toReversed()
    },
  }
}
