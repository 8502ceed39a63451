'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { type ReactNode, useState } from 'react'
import { Wordmark } from '../brand/wordmark.tsx'
import { AccountMenu } from '../door/account-menu.tsx'
import type { GatewayPlace } from '../gateway/gateway-origin.ts'
import { KitProvider } from '../kit/kit-provider.tsx'
import type { PaletteQuery } from '../kit/shortcuts/palette-entry.ts'
import { ZonePicker } from '../kit/time/zone-picker.tsx'
import { ThemeToggle } from '../theme/theme-toggle.tsx'
import { ConsoleProvider, type SignedInOperator } from './console-context.tsx'
import { ConsoleNavigation } from './console-navigation.tsx'
import { pagesFor } from './pages.ts'
import { newConsoleQueryClient } from './query-client.ts'

/** Where a text may lead is worked out when somebody types one. */
const paletteResults: PaletteQuery = async text => (await import('./palette-results.ts')).paletteResults(text)

interface ConsoleFrameProps {
  readonly operator: SignedInOperator
  readonly gateway: GatewayPlace
  readonly zoneCookie: string | undefined
  readonly nowMs: number
  readonly children: ReactNode
}

/** What stands around every page of the console, and what they all use. */
export function ConsoleFrame({ operator, gateway, zoneCookie, nowMs, children }: ConsoleFrameProps) {
  const [queryClient] = useState(newConsoleQueryClient)
  const pages = pagesFor(operator.role)
  const entries = pages.map(({ href, label, keys }) => ({ id: href, label, href, keys, group: 'Pages' }))
  return (
    <NuqsAdapter>
      <QueryClientProvider client={queryClient}>
        <ConsoleProvider operator={operator} gateway={gateway}>
          <KitProvider zoneCookie={zoneCookie} nowMs={nowMs} pages={entries} onQuery={paletteResults}>
            <header className="sticky top-0 z-30 border-line border-b bg-surface">
              <div className="flex h-12 items-center gap-3 px-4">
                <Wordmark href="/" />
                <span className="text-muted text-sm max-sm:hidden">Console</span>
                <div className="ml-auto flex items-center gap-2">
                  <ZonePicker />
                  <ThemeToggle />
                  <AccountMenu name={operator.name} role={operator.role} />
                </div>
              </div>
            </header>
            <div className="grid grid-cols-[minmax(0,1fr)] lg:grid-cols-[11rem_minmax(0,1fr)]">
              <ConsoleNavigation pages={pages} />
              <main id="content" className="min-w-0 px-4 py-5 lg:px-6">
                {children}
              </main>
            </div>
          </KitProvider>
        </ConsoleProvider>
      </QueryClientProvider>
    </NuqsAdapter>
  )
}
