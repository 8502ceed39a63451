export interface JsonFault {
  readonly message: string
  /** From 1. */
  readonly line: number
  readonly column: number
}

/** What may come next: a value, a value or `]`, a name, a name or `}`, a colon, or what follows a value. */
type Expected = 'value' | 'first-value' | 'name' | 'first-name' | 'colon' | 'after'

const messages: Record<Expected, string> = {
  value: 'expected a value',
  'first-value': 'expected a value or "]"',
  name: 'expected a name in double quotes',
  'first-name': 'expected a name in double quotes or "}"',
  colon: 'expected ":" after the name',
  after: 'expected "," or the closing bracket',
}

const space = /[ \t\n\r]*/y
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const openText = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/uy

/**
 * Where and why a text is no JSON; undefined if it is. `JSON.parse` quotes the text in its messages and often tells no
 * place. Quotes nothing; linear, and without recursion.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const scan = new Scan(text)
  while (scan.step());
  return scan.fault
}

class Scan {
  fault: JsonFault | undefined
  readonly #text: string
  readonly #open: ('{' | '[')[] = []
  #position = 0
  #expected: Expected = 'value'

  constructor(text: string) {
    this.#text = text
  }

  /** Takes one token; false at the end of the text, or at a fault. */
  step(): boolean {
    this.#take(space)
    if (this.#position >= this.#text.length) return this.#end()
    const character = this.#text[this.#position] ?? ''
    if (this.#isClosing(character)) return this.#close()
    switch (this.#expected) {
      case 'value':
      case 'first-value':
        return this.#value(character)
      case 'name':
      case 'first-name':
        return character === '"' ? this.#string('colon') : this.#failed(messages[this.#expected])
      case 'colon':
        return character === ':' ? this.#skip('value') : this.#failed(messages.colon)
      case 'after':
        return this.#separator(character)
    }
  }

  #end(): false {
    const isWhole = this.#expected === 'after' && this.#open.length === 0
    return isWhole ? false : this.#failed('the text ends too early')
  }

  #isClosing(character: string): boolean {
    const inside = this.#open.at(-1)
    if (character === '}') return inside === '{' && ['first-name', 'after'].includes(this.#expected)
    return character === ']' && inside === '[' && ['first-value', 'after'].includes(this.#expected)
  }

  #close(): true {
    this.#open.pop()
    return this.#skip('after')
  }

  #value(character: string): boolean {
    if (character === '"') return this.#string('after')
    if (character === '{' || character === '[') {
      this.#open.push(character)
      return this.#skip(character === '{' ? 'first-name' : 'first-value')
    }
    if (!this.#take(scalar)) return this.#failed(messages[this.#expected])
    this.#expected = 'after'
    return true
  }

  #separator(character: string): boolean {
    const inside = this.#open.at(-1)
    if (inside === undefined) return this.#failed('the text goes on after its value')
    if (character !== ',') return this.#failed(messages.after)
    return this.#skip(inside === '{' ? 'name' : 'value')
  }

  #string(then: Expected): boolean {
    this.#take(openText)
    const next = this.#text[this.#position]
    if (next === '"') return this.#skip(then)
    if (next === undefined) return this.#failed('the text ends within quotes')
    return this.#failed(next === '\\' ? 'this escape is not known' : 'a control character has to be escaped')
  }

  #skip(then: Expected): true {
    this.#position += 1
    this.#expected = then
    return true
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#position
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#position += found.length
    return found.length > 0
  }

  #failed(message: string): false {
    const before = this.#text.slice(0, this.#position)
    const lastBreak = before.lastIndexOf('\n')
    this.fault = { message, line: before.split('\n').length, column: this.#position - lastBreak }
    return false
  }
}
