'use client'

import type { ReactNode } from 'react'
import { TipHost } from './actions/tip-host.tsx'
import { AnnounceProvider } from './live/announce.tsx'
import { CommandCentre } from './shortcuts/command-centre.tsx'
import type { PaletteEntry, PaletteQuery } from './shortcuts/palette-entry.ts'
import { TimeProvider } from './time/time-provider.tsx'
import { ToastProvider } from './toasts/toasts.tsx'

interface KitProviderProps {
  /** The cookie that `zone-cookie.ts` names, as the server read it. */
  readonly zoneCookie: string | undefined
  /** The server's time at which it drew the page. */
  readonly nowMs: number
  /** The pages the command palette knows; those with keys are reached by them. */
  readonly pages: readonly PaletteEntry[]
  readonly onQuery?: PaletteQuery | undefined
  readonly children: ReactNode
}

/** Everything the kit's components share on a page. */
export function KitProvider({ zoneCookie, nowMs, pages, onQuery, children }: KitProviderProps) {
  return (
    <TimeProvider zoneCookie={zoneCookie} nowMs={nowMs}>
      <AnnounceProvider>
        <ToastProvider>
          <CommandCentre pages={pages} onQuery={onQuery}>
            {children}
          </CommandCentre>
          <TipHost />
        </ToastProvider>
      </AnnounceProvider>
    </TimeProvider>
  )
}
