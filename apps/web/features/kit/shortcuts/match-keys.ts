/** What a keyboard event has to tell; a DOM event fits. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

export interface KeySequence {
  /** What was pressed so far of a sequence, as written: `g`. */
  readonly pending: string
  readonly atMs: number
}

export const noSequence: KeySequence = { pending: '', atMs: 0 }
export const sequenceTimeoutMs = 1_200

const keyNames: Readonly<Record<string, string>> = {
  escape: 'esc',
  ' ': 'space',
  arrowup: 'up',
  arrowdown: 'down',
  arrowleft: 'left',
  arrowright: 'right',
}

const isLetterOrName = (key: string): boolean => key.length > 1 || /[a-z]/.test(key)

/** One chord as it is written in a binding: `mod+enter`, `shift+j`, `?` (its shift is part of the sign). */
export function chordOf(press: KeyPress): string {
  const lower = press.key.toLowerCase()
  const key = keyNames[lower] ?? lower
  const parts = [
    press.ctrlKey || press.metaKey ? 'mod' : '',
    press.altKey ? 'alt' : '',
    press.shiftKey && isLetterOrName(key) ? 'shift' : '',
    key,
  ]
  return parts.filter(Boolean).join('+')
}

const modifierOrder = ['mod', 'alt', 'shift']

function normalChord(chord: string): string {
  const parts = chord.toLowerCase().split('+')
  const key = parts.at(-1) ?? ''
  return [...modifierOrder.filter(modifier => parts.includes(modifier)), key].join('+')
}

/** A binding in its one spelling: `Shift+Mod+K` → `mod+shift+k`. */
export const normalKeys = (keys: string): string => keys.trim().split(/\s+/).map(normalChord).join(' ')

export interface KeyOutcome {
  readonly sequence: KeySequence
  readonly matched: string | null
}

/** Takes one chord in: it ends a sequence, begins one, or stands alone. `bindings` are normal. */
export function pressChord(
  sequence: KeySequence,
  chord: string,
  bindings: readonly string[],
  nowMs: number,
): KeyOutcome {
  const fresh = sequence.pending !== '' && nowMs - sequence.atMs <= sequenceTimeoutMs
  const tries = fresh ? [`${sequence.pending} ${chord}`, chord] : [chord]
  for (const tried of tries) {
    if (bindings.includes(tried)) return { sequence: noSequence, matched: tried }
    if (bindings.some(binding => binding.startsWith(`${tried} `)))
      return { sequence: { pending: tried, atMs: nowMs }, matched: null }
  }
  return { sequence: noSequence, matched: null }
}

const editingChords = new Set(['mod+a', 'mod+c', 'mod+v', 'mod+x', 'mod+z', 'mod+shift+z', 'mod+y'])

/** In a text field only `esc` and combinations that do not edit the text are ours. */
export const holdsWhileTyping = (chord: string): boolean =>
  chord === 'esc' || (chord.startsWith('mod+') && !editingChords.has(chord))
