import type { Step } from './active-row.ts'

export type GridCommand =
  | { readonly kind: 'step'; readonly step: Step; readonly extend: boolean }
  | { readonly kind: 'toggle' | 'open' | 'select-shown' | 'clear' }

const steps: Readonly<Record<string, Step>> = {
  j: 'next',
  down: 'next',
  k: 'previous',
  up: 'previous',
  home: 'first',
  end: 'last',
  pagedown: 'page-down',
  pageup: 'page-up',
}
const others: Readonly<Record<string, GridCommand['kind'] & ('toggle' | 'open' | 'select-shown')>> = {
  x: 'toggle',
  space: 'toggle',
  enter: 'open',
  o: 'open',
  'mod+a': 'select-shown',
}

/** What a chord means inside the grid. */
export function gridCommand(chord: string): GridCommand | null {
  const extend = chord.startsWith('shift+')
  const step = steps[extend ? chord.slice('shift+'.length) : chord]
  if (step) return { kind: 'step', step, extend }
  const kind = others[chord]
  return kind ? { kind } : null
}
