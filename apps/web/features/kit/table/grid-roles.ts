/** The roles of a grid made of boxes: a `table` cannot be virtualised and keep its columns. */
export const gridRoles = {
  body: { role: 'rowgroup' },
  cell: { role: 'gridcell' },
  header: { role: 'columnheader' },
} as const

interface GridRole {
  readonly label: string
  /** Rows there are in all, without the header. */
  readonly total: number
  readonly selectable: boolean
  readonly busy: boolean
}

export const gridRole = ({ label, total, selectable, busy }: GridRole) => ({
  role: 'grid',
  'aria-label': label,
  'aria-rowcount': total + 1,
  'aria-multiselectable': selectable || undefined,
  'aria-busy': busy || undefined,
})

interface RowRole {
  readonly place: number
  readonly selected: boolean | undefined
  readonly open: boolean
}

/** Rows count from the header, which is the first. */
export const rowRole = ({ place, selected, open }: RowRole) => ({
  role: 'row',
  'aria-rowindex': place + 2,
  'aria-selected': selected,
  'aria-current': open || undefined,
  'data-place': place,
})

export const headerRowRole = { role: 'row', 'aria-rowindex': 1 } as const

const sortWords = { asc: 'ascending', desc: 'descending', none: 'none' } as const

export const headerRole = (sort: keyof typeof sortWords | undefined) => ({
  role: 'columnheader',
  'aria-sort': sort && sortWords[sort],
})
