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
const comment = /^# (?:HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*)/

/** One text for all: each sample with its `worker`, each family once, with the first HELP and TYPE it came with. */
export function mergeExpositions(expositions: readonly Exposition[]): string {
  const families = new Map<string, Family>()
  for (const exposition of expositions) addTo(families, exposition)
  return [...families.values()].flatMap(linesOf).join('')
}

function addTo(families: Map<string, Family>, { worker, text }: Exposition): void {
  // A family's samples follow its words, under its name or, as with `_bucket`, one that begins with it.
  let last = ''
  for (const line of text.split('\n')) {
    const described = comment.exec(line)?.[1]
    const sample = nameOfSample.exec(line)?.[0]
    if (described !== undefined) {
      describe(familyOf(families, described), line)
      last = described
    } else if (sample !== undefined) {
      const name = last !== '' && sample.startsWith(last) ? last : sample
      familyOf(families, name).samples.push(labelled(line, sample, worker))
    }
  }
}

function familyOf(families: Map<string, Family>, name: string): Family {
  const known = families.get(name) ?? { samples: [] }
  families.set(name, known)
  return known
}

function describe(family: Family, line: string): void {
  if (line.startsWith('# HELP')) family.help ??= line
  else family.type ??= line
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
