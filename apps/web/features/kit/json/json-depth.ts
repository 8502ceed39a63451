/** What is nested deeper the server takes for no event; a browser could not write it down again. */
export const mostJsonDepth = 200

/** Where a text is nested too deep; undefined where it is not. Counts brackets as the server does, those in texts too. */
export function tooDeepAt(text: string): number | undefined {
  let depth = 0
  for (let offset = 0; offset < text.length; offset += 1) {
    const character = text.charCodeAt(offset)
    if (character === 0x7b || character === 0x5b) depth += 1
    else if (character === 0x7d || character === 0x5d) depth -= 1
    if (depth > mostJsonDepth) return offset
  }
  return undefined
}
