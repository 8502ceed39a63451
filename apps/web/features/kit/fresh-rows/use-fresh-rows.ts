'use client'

import { useCallback, useState } from 'react'
import type { RowMark } from '../table/row-mark.ts'
import { type FreshRules, receiveRows, showFreshRows, startFresh } from './fresh-rows.ts'
import { sameFields } from './same-fields.ts'

interface FreshOptions<Row> {
  /** Something is selected or open: nothing may move. */
  readonly held: boolean
  /** The filter and the sorting, written out: another one replaces everything. */
  readonly scope?: string | undefined
  readonly sameAs?: ((a: Row, b: Row) => boolean) | undefined
  readonly auto?: boolean | undefined
  /** The rows are the beginning of a longer list: what new ones push out at its end is not gone. */
  readonly isWindow?: boolean | undefined
}

export interface FreshRows<Row> {
  readonly rows: readonly Row[]
  readonly fresh: number
  readonly gone: number
  markOf(row: Row): RowMark | undefined
  /** Does nothing while held. */
  showFresh(): void
}

/** What a list shows while it changes underneath. */
export function useFreshRows<Row>(
  rows: readonly Row[],
  key: (row: Row) => string,
  options: FreshOptions<Row>,
): FreshRows<Row> {
  const { held, scope = '', sameAs = sameFields, auto = false, isWindow } = options
  const rules: FreshRules<Row> = { key, sameAs }
  const [state, setState] = useState(() => startFresh(rows, scope))
  const [taken, setTaken] = useState({ rows, scope, held })
  let current = state
  if (taken.rows !== rows || taken.scope !== scope || taken.held !== held) {
    current = receiveRows(state, { rows, scope, held, auto, isWindow }, rules)
    setTaken({ rows, scope, held })
    setState(current)
  }
  const { marks } = current
  const markOf = useCallback((row: Row) => marks.get(key(row)), [marks, key])
  const showFresh = () => {
    if (!held) setState(before => showFreshRows(before, rules))
  }
  return { rows: current.shown, fresh: current.fresh, gone: current.gone, markOf, showFresh }
}
