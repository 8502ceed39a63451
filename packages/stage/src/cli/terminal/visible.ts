/** What would move a cursor, change colours, turn the writing round, or can't be seen. */
const hostile = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Text from outside as one line that can't drive a terminal. */
export const visible = (text: string): string =>
  text.replace(hostile, char => named[char] ?? `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)

/** At most `width` characters of it. */
export function fit(text: string, width: number): string {
  const shown = [...visible(text)]
  return shown.length <= width ? shown.join('') : `${shown.slice(0, Math.max(0, width - 1)).join('')}…`
}

/** JSON in which nothing can drive a terminal either. */
export const visibleJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(hostile, char =>
    char === '\n'
      ? char
      : [...Array(char.length).keys()]
          .map(index => `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`)
          .join(''),
  )
