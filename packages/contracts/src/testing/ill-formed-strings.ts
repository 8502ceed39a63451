import type { z } from 'zod'

const loneSurrogate = '\ud83d'
/** What PostgreSQL does not keep as it was sent, alone and within text of the usual forms. */
const probes = ['', 'a', '0', 'aaaaaaaaaaaa', '000000'].flatMap(text =>
  [loneSurrogate, '\ude00', '\u0000'].flatMap(bad => [text + bad, bad + text]),
)

interface Node {
  readonly def: {
    readonly type: string
    readonly in?: Node
    readonly innerType?: Node
    readonly element?: Node
    readonly items?: readonly Node[]
    readonly options?: readonly Node[]
    readonly shape?: Readonly<Record<string, Node>>
    readonly keyType?: Node
    readonly valueType?: Node
    readonly left?: Node
    readonly right?: Node
    readonly getter?: () => Node
  }
}

/** The paths at which a schema takes text that is ill-formed or holds NUL, or takes anything at all. */
export function illFormedStrings(schema: z.ZodType, path = '(root)'): string[] {
  return walk(schema as unknown as Node, path, new Set())
}

function walk(node: Node, path: string, seen: Set<Node>): string[] {
  if (seen.has(node)) return []
  seen.add(node)
  const bad = probesFor(node)
  if (bad) return takes(node, bad) ? [path] : []
  return below(node, path).flatMap(([at, one]) => walk(one, at, seen))
}

/** What to try on a node as a whole; undefined: look at its parts. */
function probesFor(node: Node): readonly unknown[] | undefined {
  if (isText(node) || node.def.type === 'unknown' || node.def.type === 'any') return probes
  return node.def.type === 'record' ? recordProbes : undefined
}

function below({ def }: Node, path: string): [string, Node][] {
  const here = [def.in, def.innerType, def.left, def.right, def.getter?.(), ...(def.options ?? [])]
  const inside = [def.element, ...(def.items ?? [])]
  const parts: [string, Node | undefined][] = [
    ...Object.entries(def.shape ?? {}).map(([name, one]): [string, Node] => [`${path}.${name}`, one]),
    ...here.map((one): [string, Node | undefined] => [path, one]),
    ...inside.map((one): [string, Node | undefined] => [`${path}[]`, one]),
  ]
  return parts.filter((part): part is [string, Node] => part[1] !== undefined)
}

/** Text, or what begins as text: a transformation may be what makes it well-formed. */
const isText = ({ def }: Node): boolean =>
  def.type === 'string' || (def.type === 'pipe' && def.in !== undefined && isText(def.in))

const recordProbes = probes.flatMap(bad => [
  { [`k${bad}`]: 'a' },
  { k: bad },
  { k: [{ deep: bad }] },
  { k: { [bad]: 1 } },
])

function takes(node: Node, inputs: readonly unknown[]): boolean {
  return inputs.some(input => {
    const parsed = (node as unknown as z.ZodType).safeParse(input)
    return parsed.success && !isWellFormed(JSON.stringify(parsed.data))
  })
}

/** JSON writes a lone surrogate and NUL as escapes. */
const isWellFormed = (json: string): boolean => !/\\ud[89a-f]|\\u0000/.test(json)
