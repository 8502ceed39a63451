'use client'

import { useShortcut } from '../shortcuts/use-shortcut.ts'
import type { GridCommand } from './grid-command.ts'

interface GridShortcutOptions {
  readonly enabled: boolean
  readonly opens: boolean
  /** Undefined where nothing can be selected. */
  readonly selectedCount: number | undefined
}

const group = 'List'

/** The keys of the grid, from anywhere on the page. */
export function useGridShortcuts(run: (command: GridCommand) => void, options: GridShortcutOptions): void {
  const { enabled, opens, selectedCount } = options
  const selects = enabled && selectedCount !== undefined
  const hidden = { group, inPalette: false } as const
  useShortcut({
    ...hidden,
    keys: 'j',
    label: 'Next row',
    enabled,
    run: () => run({ kind: 'step', step: 'next', extend: false }),
  })
  useShortcut({
    ...hidden,
    keys: 'k',
    label: 'Previous row',
    enabled,
    run: () => run({ kind: 'step', step: 'previous', extend: false }),
  })
  useShortcut({
    ...hidden,
    keys: 'shift+j',
    label: 'Select downwards',
    enabled: selects,
    run: () => run({ kind: 'step', step: 'next', extend: true }),
  })
  useShortcut({
    ...hidden,
    keys: 'shift+k',
    label: 'Select upwards',
    enabled: selects,
    run: () => run({ kind: 'step', step: 'previous', extend: true }),
  })
  useShortcut({
    ...hidden,
    keys: 'x',
    label: 'Select or unselect the row',
    enabled: selects,
    run: () => run({ kind: 'toggle' }),
  })
  useShortcut({
    ...hidden,
    keys: 'o',
    label: 'Open the row',
    enabled: enabled && opens,
    run: () => run({ kind: 'open' }),
  })
  useShortcut({
    ...hidden,
    keys: 'esc',
    label: 'Clear the selection',
    enabled: selects && selectedCount > 0,
    run: () => run({ kind: 'clear' }),
  })
}
