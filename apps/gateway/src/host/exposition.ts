/** What one process of the host says of itself, in Prometheus text format 0.0.4. */
export interface Exposition {
  readonly worker: string
  readonly text: string
}

interface Family {
  help?: string
  type?: string
  readonly samples: string[]
}

const nameOfSample = /^[a-zA-Z_:][a-zA-Z0-9_:]*/
const comment = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*)/

/** One text for all: each sample with its `worker`, each family once, with the first HELP and TYPE it came with. */
export function mergeExpositions(expositions: readonly Exposition[]): string {
  const families = new Map<string, Family>()
  for (const exposition of expositions) addTo(families, exposition)
  return [...families.values()].flatMap(linesOf).join('')
}

function addTo(families: Map<string, Family>, { worker, text }: Exposition): void {
  let current: { readonly name: string; readonly family: Family } | undefined
  const familyOf = (name: string) => {
    const known = families.get(name) ?? { samples: [] }
    families.set(name, known)
    return known
  }
  for (const line of text.split('\n')) {
    const [, kind, described] = comment.exec(line) ?? []
    if (described !== undefined) {
      const family = familyOf(described)
      current = { name: described, family }
      if (kind === 'HELP') family.help ??= line
      else family.type ??= line
      continue
    }
    const name = nameOfSample.exec(line)?.[0]
    if (name === undefined) continue
    const family = current && name.startsWith(current.name) ? current.family : familyOf(name)
    family.samples.push(labelled(line, name, worker))
  }
}

function labelled(line: string, name: string, worker: string): string {
  const rest = line.slice(name.length)
  const own = `worker="${worker}"`
  if (!rest.startsWith('{')) return `${name}{${own}}${rest}`
  const labels = rest.slice(1)
  return labels.startsWith('}') ? `${name}{${own}${labels}` : `${name}{${own},${labels}`
}

const linesOf = ({ help, type, samples }: Family) =>
  [help, type, ...samples].filter(line => line !== undefined).map(line => `${line}\n`)
