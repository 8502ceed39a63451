'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { chordOf, holdsWhileTyping, noSequence, pressChord } from './match-keys.ts'
import { ShortcutRegistryContext } from './shortcut-context.ts'
import { createShortcutRegistry, type HeldShortcut, type ShortcutRegistry } from './shortcut-registry.ts'

const ownKeysSelector =
  'textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"], [role="combobox"]'
const buttonTypes = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'color', 'file'])

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !buttonTypes.has(target.type)
  return target instanceof Element && target.closest(ownKeysSelector) !== null
}

/** Enter and space belong to the control that has the focus. */
const belongsToControl = (target: EventTarget | null, chord: string): boolean =>
  (chord === 'enter' || chord === 'space') &&
  target instanceof Element &&
  target.closest('button, a, summary, input, [role="row"], [role="tab"]') !== null

interface ShortcutProviderProps {
  readonly children: ReactNode
  /** Tells why a known command does not run now. */
  readonly onRefused: (shortcut: HeldShortcut) => void
}

export function ShortcutProvider({ children, onRefused }: ShortcutProviderProps) {
  const [registry] = useState(createShortcutRegistry)
  const refused = useRef(onRefused)
  useEffect(() => {
    refused.current = onRefused
  }, [onRefused])
  useEffect(() => listen(registry, shortcut => refused.current(shortcut)), [registry])
  return <ShortcutRegistryContext value={registry}>{children}</ShortcutRegistryContext>
}

/** The chord of a press that is ours to answer; null when a field or a control has it. */
function freeChord(event: KeyboardEvent): string | null {
  if (event.defaultPrevented || event.isComposing) return null
  const chord = chordOf(event)
  if (belongsToControl(event.target, chord)) return null
  return isTyping(event.target) && !holdsWhileTyping(chord) ? null : chord
}

function listen(registry: ShortcutRegistry, onRefused: (shortcut: HeldShortcut) => void): () => void {
  let sequence = noSequence
  const onKeyDown = (event: KeyboardEvent) => {
    const chord = freeChord(event)
    if (chord === null) return
    const held = registry.held()
    const bindings = held.flatMap(shortcut => shortcut.bindings)
    const outcome = pressChord(sequence, chord, bindings, performance.now())
    sequence = outcome.sequence
    const shortcut = held.find(one => one.bindings.some(binding => binding === outcome.matched))
    if (!shortcut) return
    event.preventDefault()
    if (shortcut.disabledReason) onRefused(shortcut)
    else shortcut.run()
  }
  window.addEventListener('keydown', onKeyDown)
  return () => window.removeEventListener('keydown', onKeyDown)
}
