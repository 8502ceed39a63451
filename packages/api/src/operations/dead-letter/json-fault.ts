export interface JsonFault {
  readonly message: string
  /** From 1. */
  readonly line: number
  readonly column: number
}

/** Where and why a text is no JSON; undefined if it is. Quotes nothing of it. Linear, and without recursion. */
export function findJsonFault(text: string): JsonFault | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    const told = error instanceof Error ? /at position (\d+)/.exec(error.message) : null
    return faultAt(text, told ? Number(told[1]) : text.length)
  }
}

function faultAt(text: string, position: number): JsonFault {
  const before = text.slice(0, position)
  const line = before.split('\n').length
  const column = position - before.lastIndexOf('\n')
  const atEnd = position >= text.trimEnd().length
  return { message: atEnd ? 'the text ends too early' : 'this is not JSON from here on', line, column }
}
