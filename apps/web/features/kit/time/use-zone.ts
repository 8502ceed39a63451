'use client'

import { use, useSyncExternalStore } from 'react'
import { type At, formatAbsolute, timeOf } from './format-time.ts'
import { TimeContext } from './time-context.ts'

export interface Zone {
  readonly zone: string
  readonly choice: 'browser' | (string & {})
  readonly absolute: boolean
  setChoice(choice: string): void
  setAbsolute(absolute: boolean): void
  formatAt(at: At): string
  /** Renewed each second. */
  readonly nowMs: number
}

export function useZone(): Zone {
  const { setting, change, now } = use(TimeContext)
  const nowMs = useSyncExternalStore(now.subscribe, now.nowMs, () => now.renderedAtMs)
  return {
    ...setting,
    nowMs,
    setChoice: choice => change({ choice }),
    setAbsolute: absolute => change({ absolute }),
    formatAt: at => formatAbsolute(timeOf(at), setting.zone),
  }
}
