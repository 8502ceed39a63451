import {
  asJson,
  entriesOf,
  isArray,
  isContainer,
  type JsonValue,
  mostDepth,
  pointerStep,
  sizeOf,
} from './json-value.ts'

export interface JsonNode {
  readonly path: string
  readonly depth: number
  readonly name: string | number | null
  readonly value: JsonValue
  /** Null for what has no inside. */
  readonly open: boolean | null
  readonly size: number
}

interface Rules {
  readonly mostNodes: number
  readonly openDepth: number
  /** What the reader opened or closed, by path. */
  readonly toggled: ReadonlySet<string>
}

interface Waiting {
  readonly path: string
  readonly depth: number
  readonly name: string | number | null
  readonly value: JsonValue
}

const isOpen = ({ path, depth }: Waiting, { openDepth, toggled }: Rules): boolean =>
  depth < mostDepth && depth < openDepth !== toggled.has(path)

/** At most so many children, last first, as they are taken from the end. */
function childrenOf({ path, depth, value }: Waiting, most: number): readonly Waiting[] {
  if (!isContainer(value)) return []
  const entries = isArray(value) ? entriesOf(value.slice(0, most)) : entriesOf(value).slice(0, most)
  return entries
    .map(([name, child]) => ({ path: path + pointerStep(name), depth: depth + 1, name, value: child }))
    .toReversed()
}

function nodeOf(waiting: Waiting, rules: Rules): JsonNode {
  const size = isContainer(waiting.value) ? sizeOf(waiting.value) : 0
  return { ...waiting, size, open: size > 0 ? isOpen(waiting, rules) : null }
}

/** The nodes in sight, in their order, and no more than asked for; `more` when there are. */
export function visibleNodes(
  value: unknown,
  rules: Rules,
): { readonly nodes: readonly JsonNode[]; readonly more: boolean } {
  const nodes: JsonNode[] = []
  const waiting: Waiting[] = [{ path: '', depth: 0, name: null, value: asJson(value) }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (nodes.length >= rules.mostNodes) return { nodes, more: true }
    const node = nodeOf(next, rules)
    nodes.push(node)
    if (node.open) waiting.push(...childrenOf(next, rules.mostNodes - nodes.length + 1))
  }
  return { nodes, more: false }
}
