/** A page's text without what it shows as an example: fenced blocks and comments. */
const prose = (text: string) => blank(blank(text, /^( *)(```|~~~)[\s\S]*?^ *\2/gm), /<!--[\s\S]*?-->/g)

/** Same number of lines, so that places stay right. */
const blank = (text: string, pattern: RegExp) => text.replace(pattern, match => match.replace(/[^\n]/g, ''))

export interface Link {
  readonly line: number
  /** A relative path, or '' for the page itself. */
  readonly path: string
  /** Without `#`; '' for none. */
  readonly anchor: string
}

/** Links and images that point into the project; those to other places are left to their owners. */
export function relativeLinks(text: string): Link[] {
  const found = [
    ...withoutCode(prose(text)).matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|^ *\[[^\]]+\]:\s*(\S+)/gm),
  ]
  return found
    .map(match => ({ target: match[1] ?? match[2] ?? '', line: lineAt(text, match.index) }))
    .filter(({ target }) => !/^([a-z][a-z+.-]*:|\/\/)/i.test(target))
    .map(({ target, line }) => {
      const [path = '', anchor = ''] = target.split('#')
      return { line, path: decodeURIComponent(path), anchor }
    })
}

const withoutCode = (text: string) => text.replace(/(`+)[^`\n]*\1/g, code => '`'.repeat(code.length))

const lineAt = (text: string, index: number) => text.slice(0, index).split('\n').length

/** The anchors that a page offers, as the forge makes them from its headings. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const [, heading = ''] of prose(text).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm))
    anchors.add(unique(slug(heading), anchors))
  for (const [, id = ''] of prose(text).matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) anchors.add(id)
  return anchors
}

const slug = (heading: string) =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\p{Mark}_\- ]/gu, '')
    .replaceAll(' ', '-')

function unique(anchor: string, taken: ReadonlySet<string>): string {
  if (!taken.has(anchor)) return anchor
  let n = 1
  while (taken.has(`${anchor}-${n}`)) n += 1
  return `${anchor}-${n}`
}

/** The npm scripts that a page names, in prose and in examples: `npm run x`, `npm start`, `npm test`. */
export function namedScripts(text: string): { name: string; line: number }[] {
  const found = [...text.matchAll(/\bnpm (?:run (?:--silent |-s )?([a-z][\w:-]*)|(start|test)\b)/g)]
  return found.map(match => ({ name: match[1] ?? match[2] ?? '', line: lineAt(text, match.index) }))
}
