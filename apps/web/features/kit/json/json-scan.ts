import { pointerStep } from './json-value.ts'

export interface JsonFault {
  readonly offset: number
  readonly message: string
}

type Frame =
  | { readonly kind: 'list'; place: number; readonly path: string }
  | { readonly kind: 'object'; name: string; readonly path: string }
type Wanted = 'value' | 'value-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma-or-end' | 'nothing'

const space = /[ \t\r\n]*/y
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y

const wantedWords: Readonly<Record<Wanted, string>> = {
  value: 'a value',
  'value-or-end': 'a value or ]',
  name: 'a name in double quotes',
  'name-or-end': 'a name in double quotes or }',
  colon: 'a colon',
  'comma-or-end': 'a comma or the end of the list or object',
  nothing: 'nothing more',
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}

const firstPrintable = 0x20
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/** The text in quotes that begins here; null when it does not end, or not as it must. */
function stringAt(text: string, from: number): string | null {
  if (text[from] !== '"') return null
  let at = from + 1
  while (at < text.length && text[at] !== '"') {
    const length = text[at] === '\\' ? (matchAt(escaped, text, at)?.length ?? 0) : 1
    if (length === 0 || text.charCodeAt(at) < firstPrintable) return null
    at += length
  }
  return at < text.length ? text.slice(from, at + 1) : null
}

class Scan {
  at = 0
  wanted: Wanted = 'value'
  readonly stack: Frame[] = []
  readonly text: string
  readonly onValue: (path: string, offset: number) => void

  constructor(text: string, onValue: (path: string, offset: number) => void) {
    this.text = text
    this.onValue = onValue
  }

  path(): string {
    const top = this.stack.at(-1)
    if (!top) return ''
    return top.path + pointerStep(top.kind === 'list' ? top.place : top.name)
  }

  /** One token; false when it does not fit. */
  step(): boolean {
    const sign = this.text[this.at] ?? ''
    if (this.wanted.endsWith('or-end') && (sign === ']' || sign === '}')) return this.close(sign)
    if (this.wanted.startsWith('value')) return this.value(sign)
    if (this.wanted.startsWith('name')) return this.name()
    if (this.wanted === 'colon') return this.sign(sign, ':', 'value')
    return this.wanted === 'comma-or-end' && this.comma(sign)
  }

  sign(sign: string, expected: string, next: Wanted): boolean {
    if (sign !== expected) return false
    this.at += 1
    this.wanted = next
    return true
  }

  comma(sign: string): boolean {
    const top = this.stack.at(-1)
    if (top?.kind === 'list') top.place += 1
    return this.sign(sign, ',', top?.kind === 'list' ? 'value' : 'name')
  }

  close(sign: string): boolean {
    const kind = sign === ']' ? 'list' : 'object'
    if (this.stack.at(-1)?.kind !== kind) return false
    this.stack.pop()
    this.at += 1
    this.ended()
    return true
  }

  ended(): void {
    this.wanted = this.stack.length === 0 ? 'nothing' : 'comma-or-end'
  }

  name(): boolean {
    const found = stringAt(this.text, this.at)
    const top = this.stack.at(-1)
    if (found === null || top?.kind !== 'object') return false
    top.name = JSON.parse(found)
    this.at += found.length
    this.wanted = 'colon'
    return true
  }

  value(sign: string): boolean {
    const path = this.path()
    if (sign === '{' || sign === '[') {
      this.onValue(path, this.at)
      this.stack.push(sign === '[' ? { kind: 'list', place: 0, path } : { kind: 'object', name: '', path })
      this.at += 1
      this.wanted = sign === '[' ? 'value-or-end' : 'name-or-end'
      return true
    }
    const found = sign === '"' ? stringAt(this.text, this.at) : matchAt(scalar, this.text, this.at)
    if (found === null) return false
    this.onValue(path, this.at)
    this.at += found.length
    this.ended()
    return true
  }
}

function faultAt({ text, at, wanted }: Scan): JsonFault {
  const sign = String.fromCodePoint(text.codePointAt(at) ?? 0)
  if (at >= text.length)
    return { offset: text.length, message: `It ends where ${wantedWords[wanted]} should be` }
  if (sign === '"')
    return { offset: at, message: 'This text is not closed, or holds a character that must be escaped' }
  return { offset: at, message: `Here should be ${wantedWords[wanted]}` }
}

/** Goes through a text of JSON; tells each value's place, and the first fault. */
export function scanJson(text: string, onValue: (path: string, offset: number) => void): JsonFault | null {
  const scan = new Scan(text, onValue)
  for (;;) {
    scan.at += matchAt(space, text, scan.at)?.length ?? 0
    if (scan.wanted === 'nothing' && scan.at >= text.length) return null
    if (!scan.step()) return faultAt(scan)
  }
}
