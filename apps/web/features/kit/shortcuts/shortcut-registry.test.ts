import { describe, expect, it } from 'vitest'
import { createShortcutRegistry, pageLayer, type Shortcut } from './shortcut-registry.ts'

const shortcut = (label: string, more: Partial<Shortcut> = {}): Shortcut => ({
  keys: 'r',
  label,
  run: () => undefined,
  ...more,
})

describe('the shortcut registry', () => {
  it('puts the newest first and forgets what left', () => {
    const registry = createShortcutRegistry()
    registry.add({ id: 'a', layer: pageLayer, read: () => shortcut('first') })
    const leave = registry.add({ id: 'b', layer: pageLayer, read: () => shortcut('second') })
    expect(registry.held().map(held => held.label)).toEqual(['second', 'first'])
    leave()
    expect(registry.held().map(held => held.label)).toEqual(['first'])
  })

  it('hides the page while a layer is on top', () => {
    const registry = createShortcutRegistry()
    registry.add({ id: 'a', layer: pageLayer, read: () => shortcut('page') })
    const leave = registry.pushLayer('dialog')
    expect(registry.held()).toEqual([])
    registry.add({ id: 'b', layer: 'dialog', read: () => shortcut('dialog', { keys: ['Mod+Enter', 'esc'] }) })
    expect(registry.held()[0]?.bindings).toEqual(['mod+enter', 'esc'])
    leave()
    expect(registry.held().map(held => held.label)).toEqual(['page'])
  })

  it('leaves out what is not enabled, and keeps what refuses with a reason', () => {
    const registry = createShortcutRegistry()
    registry.add({ id: 'a', layer: pageLayer, read: () => shortcut('off', { enabled: false }) })
    registry.add({ id: 'b', layer: pageLayer, read: () => shortcut('refuses', { disabledReason: 'No row' }) })
    expect(registry.held().map(held => held.label)).toEqual(['refuses'])
  })
})
