export interface Point {
  readonly measurement: string
  readonly tags: Readonly<Record<string, string>>
  readonly fields: Readonly<Record<string, string>>
  readonly timestamp: string
}

/** Reads a line as the protocol says, for keys, tags and whole numbers: a backslash escapes a comma, `=` or a space. */
export function parseLine(line: string): Point {
  const [series = '', fields = '', timestamp = ''] = split(line, ' ')
  const [measurement = '', ...tags] = split(series, ',')
  return { measurement: plain(measurement), tags: pairs(tags), fields: pairs(split(fields, ',')), timestamp }
}

const split = (text: string, separator: string): string[] => text.split(new RegExp(`(?<!\\\\)${separator}`))

const plain = (text: string) => text.replace(/\\([,= ])/g, '$1')

function pairs(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map(text => {
      const [key, value, ...more] = split(text, '=')
      if (key === undefined || value === undefined || more.length > 0) throw new Error(`not a pair: ${text}`)
      return [plain(key), plain(value)]
    }),
  )
}
