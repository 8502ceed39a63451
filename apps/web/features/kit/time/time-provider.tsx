'use client'

import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import { createNowStore } from './now-store.ts'
import { TimeContext, type TimeSettings } from './time-context.ts'
import { parseZoneCookie, writeZoneCookie, type ZoneSetting, zoneCookieName } from './zone-cookie.ts'

interface TimeProviderProps {
  readonly zoneCookie: string | undefined
  /** The server's time at which it drew the page. */
  readonly nowMs: number
  readonly children: ReactNode
}

const yearSeconds = 31_536_000
const browserZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

function keep(setting: ZoneSetting): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we serve.
  document.cookie = `${zoneCookieName}=${writeZoneCookie(setting)}; path=/; max-age=${yearSeconds}; samesite=lax`
}

const resolved = (setting: ZoneSetting): ZoneSetting => ({
  ...setting,
  zone: setting.choice === 'browser' ? browserZone() : setting.choice,
})

/** First what the server drew; the browser's own zone only once the page is running. */
export function TimeProvider({ zoneCookie, nowMs, children }: TimeProviderProps) {
  const [setting, setSetting] = useState(() => parseZoneCookie(zoneCookie))
  const [now] = useState(() => createNowStore(nowMs))
  useEffect(() => {
    const actual = resolved(setting)
    if (actual.zone === setting.zone) return
    keep(actual)
    setSetting(actual)
  }, [setting])
  const change = useCallback<TimeSettings['change']>(
    wanted =>
      setSetting(before => {
        const next = resolved({ ...before, ...wanted })
        keep(next)
        return next
      }),
    [],
  )
  const settings = useMemo(() => ({ setting, change, now }), [setting, change, now])
  return <TimeContext value={settings}>{children}</TimeContext>
}
