/** A place on the drawing, in pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface PlacedEdge {
  readonly id: string
  /** An SVG path from the one node to the other. */
  readonly path: string
  /** Where its figures stand. */
  readonly label: Box
}

export interface GraphLayout {
  /** `rows`: two rows, read as text is. `stacked`: from the top to the bottom. */
  readonly mode: 'rows' | 'stacked'
  readonly height: number
  readonly nodes: ReadonlyMap<string, Box>
  readonly edges: readonly PlacedEdge[]
}

export interface Link {
  readonly id: string
  readonly from: string
  readonly to: string
}

const firstRow = [
  ['source-sensor', 'source-broadcast', 'source-social'],
  ['ingest'],
  ['log'],
  ['processor-sensor', 'processor-broadcast', 'processor-social', 'processor-critical'],
  ['database'],
] as const
const secondRow = ['relay', 'broadcast', 'gateway', 'sockets'] as const
const levels: readonly (readonly string[])[] = [...firstRow, ...secondRow.map(id => [id])]

/** From here on the figures of an edge fit between two columns: 4 gaps of `labelWidth` and 5 nodes. */
export const rowsFromPx = 950
const nodeHeight = 84
const pitch = 104
const labelWidth = 96
const labelHeight = 64
const turnHeight = 92

/** Where everything stands in a drawing of a width. Pure. */
export function layoutGraph(width: number, links: readonly Link[]): GraphLayout {
  return width >= rowsFromPx ? inRows(width, links) : stacked(width, links)
}

function inRows(width: number, links: readonly Link[]): GraphLayout {
  const nodeWidth = Math.min(150, Math.max(112, Math.round(width * 0.115)))
  const step = (width - nodeWidth) / (firstRow.length - 1)
  const tallest = Math.max(...firstRow.map(column => column.length))
  const firstHeight = (tallest - 1) * pitch + nodeHeight
  const nodes = new Map<string, Box>()
  const place = (id: string, x: number, y: number) =>
    nodes.set(id, { x: Math.round(x), y: Math.round(y), width: nodeWidth, height: nodeHeight })
  for (const [column, ids] of firstRow.entries()) {
    const top = ((tallest - ids.length) * pitch) / 2
    for (const [row, id] of ids.entries()) place(id, column * step, top + row * pitch)
  }
  const secondTop = firstHeight + turnHeight
  for (const [column, id] of secondRow.entries()) place(id, column * step, secondTop)
  const edges = links.flatMap(link => {
    const [from, to] = [nodes.get(link.from), nodes.get(link.to)]
    if (!from || !to) return []
    return link.id === 'database.relay'
      ? { id: link.id, ...aroundTheTurn(from, to, firstHeight) }
      : { id: link.id, ...sideways(from, to, levelOf(link.to).length > 1) }
  })
  return { mode: 'rows', height: secondTop + nodeHeight, nodes, edges }
}

const middle = ({ y, height }: Box) => y + height / 2
const centre = ({ x, width }: Box) => x + width / 2

/** The figures stand beside the end that other edges don't share. */
function sideways(from: Box, to: Box, isToMany: boolean): Omit<PlacedEdge, 'id'> {
  const [x1, y1, x2, y2] = [from.x + from.width, middle(from), to.x, middle(to)]
  const bend = (x2 - x1) / 2
  const path = `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
  const x = (x1 + x2) / 2 - labelWidth / 2
  const y = (isToMany ? y2 : y1) - labelHeight / 2
  return { path, label: { x: Math.round(x), y: Math.round(y), width: labelWidth, height: labelHeight } }
}

function aroundTheTurn(from: Box, to: Box, firstHeight: number): Omit<PlacedEdge, 'id'> {
  const [x1, y1, x2, y2] = [centre(from), from.y + from.height, centre(to), to.y]
  const y = firstHeight + turnHeight / 2
  const radius = 14
  const path = [
    `M${x1} ${y1} V${y - radius} Q${x1} ${y} ${x1 - radius} ${y}`,
    `H${x2 + radius} Q${x2} ${y} ${x2} ${y + radius} V${y2}`,
  ].join(' ')
  const x = (x1 + x2) / 2 - labelWidth / 2
  return {
    path,
    label: { x: Math.round(x), y: Math.round(y - labelHeight / 2), width: labelWidth, height: labelHeight },
  }
}

const levelPitch = nodeHeight + labelHeight + 24

function stacked(width: number, links: readonly Link[]): GraphLayout {
  const nodes = new Map<string, Box>()
  const gap = 10
  for (const [level, ids] of levels.entries()) {
    const nodeWidth = Math.min(170, (width - gap * (ids.length - 1)) / ids.length)
    const left = (width - ids.length * nodeWidth - gap * (ids.length - 1)) / 2
    for (const [column, id] of ids.entries()) {
      const x = Math.round(left + column * (nodeWidth + gap))
      nodes.set(id, { x, y: level * levelPitch, width: Math.floor(nodeWidth), height: nodeHeight })
    }
  }
  const edges = links.flatMap(link => {
    const [from, to] = [nodes.get(link.from), nodes.get(link.to)]
    return from && to ? { id: link.id, ...downwards(from, to, levelOf(link.to).length > 1) } : []
  })
  return { mode: 'stacked', height: (levels.length - 1) * levelPitch + nodeHeight, nodes, edges }
}

const levelOf = (id: string) => levels.find(ids => ids.includes(id)) ?? []

function downwards(from: Box, to: Box, isToMany: boolean): Omit<PlacedEdge, 'id'> {
  const [x1, y1, x2, y2] = [centre(from), from.y + from.height, centre(to), to.y]
  const bend = (y2 - y1) / 2
  const path = `M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`
  const of = isToMany ? to : from
  const width = Math.min(labelWidth, of.width)
  return {
    path,
    label: { x: Math.round(centre(of) - width / 2), y: Math.round(y1 + 12), width, height: labelHeight },
  }
}
