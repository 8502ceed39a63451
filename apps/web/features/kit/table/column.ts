import type { ReactNode } from 'react'

export interface Column<Row> {
  readonly id: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  /** A track of a CSS grid whose least width is a length: `7rem`, `minmax(10rem, 2fr)`. */
  readonly width?: string | undefined
  readonly align?: 'start' | 'end' | undefined
  readonly sort?: 'asc' | 'desc' | 'none' | undefined
  readonly onSort?: (() => void) | undefined
}

type Tracked = Pick<Column<never>, 'width'>

const usualTrack = 'minmax(6rem, 1fr)'
const usualLeast = '6rem'
export const selectTrack = '2.25rem'

const trackOf = (column: Tracked): string => column.width ?? usualTrack

/** The tracks of every row; equal in each row because none of them depends on content. */
export const tableTracks = (columns: readonly Tracked[], selectable: boolean): string =>
  [...(selectable ? [selectTrack] : []), ...columns.map(trackOf)].join(' ')

function leastOf(track: string): string {
  const least = /^minmax\(\s*([^,]+),/.exec(track)?.[1]?.trim() ?? track
  return /^[\d.]+(rem|px|em|ch)$/.test(least) ? least : usualLeast
}

/** Below this width the table scrolls sideways inside itself. */
export const tableLeastWidth = (columns: readonly Tracked[], selectable: boolean): string =>
  `calc(${[...(selectable ? [selectTrack] : []), ...columns.map(column => leastOf(trackOf(column)))].join(' + ')})`
