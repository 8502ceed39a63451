'use client'

import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { type ActiveRow, activeNow, scrollTopFor, stepFrom } from './active-row.ts'
import type { GridCommand } from './grid-command.ts'
import { extendTo, type Selection, toggleKey, toggleShown } from './selection.ts'

export interface GridOptions<Row> {
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly selection?: Selection | undefined
  readonly onSelectionChange?: ((next: Selection) => void) | undefined
  readonly activeKey?: string | null | undefined
  readonly onActiveChange?: ((key: string | null) => void) | undefined
  readonly onOpen?: ((row: Row) => void) | undefined
  readonly rowHeightPx: number
  readonly headerPx: number
}

interface Range {
  readonly anchor: string
  readonly base: Selection
}

/** The state of the grid between renders: which row is active, and where a range began. */
export function useGrid<Row>(scroller: RefObject<HTMLDivElement | null>, options: GridOptions<Row>) {
  const { rows, rowKey, selection, onSelectionChange, rowHeightPx, headerPx } = options
  const [own, setOwn] = useState<ActiveRow | null>(null)
  const range = useRef<Range | null>(null)
  const wantsFocus = useRef(false)
  const keyAt = (place: number): string => {
    const row = rows[place]
    return row === undefined ? '' : rowKey(row)
  }
  const given = options.activeKey
  const asked = given === undefined ? own : given === null ? null : { key: given, place: own?.place ?? 0 }
  const active = activeNow({ length: rows.length, keyAt }, asked)
  const allKeys = () => rows.map(rowKey)

  const setActive = (place: number) => {
    const key = keyAt(place)
    setOwn({ key, place })
    wantsFocus.current = true
    if (key !== active?.key) options.onActiveChange?.(key)
    const view = scroller.current
    if (!view) return
    const heightPx = view.clientHeight - headerPx
    const top = scrollTopFor(place, rowHeightPx, { topPx: view.scrollTop, heightPx })
    if (top !== null) view.scrollTop = top
  }

  const extend = (place: number) => {
    if (!selection || !onSelectionChange) return
    range.current ??= { anchor: active?.key ?? keyAt(place), base: selection }
    onSelectionChange(extendTo(range.current.base, allKeys(), range.current.anchor, keyAt(place)))
  }

  const toggle = (place: number) => {
    if (!selection) return
    const key = keyAt(place)
    const next = toggleKey(selection, key)
    range.current = { anchor: key, base: next }
    onSelectionChange?.(next)
  }

  const move = (command: Extract<GridCommand, { kind: 'step' }>) => {
    const pageRows = Math.max(
      1,
      Math.floor(((scroller.current?.clientHeight ?? 0) - headerPx) / rowHeightPx) - 1,
    )
    const place = stepFrom(active?.place ?? null, command.step, rows.length, pageRows)
    if (command.extend) extend(place)
    else range.current = null
    setActive(place)
  }

  const open = (place: number) => {
    const row = rows[place]
    if (row !== undefined) options.onOpen?.(row)
  }

  const actions: { readonly [Kind in Exclude<GridCommand['kind'], 'step'>]: () => void } = {
    toggle: () => active && toggle(active.place),
    open: () => active && open(active.place),
    clear: () => onSelectionChange?.(new Set()),
    'select-shown': () => selection && onSelectionChange?.(toggleShown(selection, allKeys())),
  }
  const run = (command: GridCommand) => {
    if (rows.length === 0) return
    if (command.kind === 'step') move(command)
    else actions[command.kind]()
  }

  useLayoutEffect(() => {
    if (!wantsFocus.current) return
    wantsFocus.current = false
    const row = scroller.current?.querySelector<HTMLElement>('[data-active="true"]')
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })

  return { active, run, setActive, toggle, extend, open, allKeys }
}
