import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { readEnv } from '../env.ts'
import { GatewayProvider } from '../features/gateway/gateway-provider.tsx'
import { themeCookie, themeFrom } from '../features/theme/theme.ts'
import { ThemeToggle } from '../features/theme/theme-toggle.tsx'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Touchline', template: '%s · Touchline' },
  description: 'Live sport from the stadium, every event once, in order, in under half a second.',
}
export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: dark)', color: '#0b1110' },
    { media: '(prefers-color-scheme: light)', color: '#f4f6f4' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeFrom((await cookies()).get(themeCookie)?.value)
  return (
    <html lang="en" data-theme={theme} suppressHydrationWarning>
      <body className="min-h-dvh font-sans">
        <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:p-3">
          Skip to content
        </a>
        <header className="border-line border-b bg-surface">
          <div className="mx-auto flex h-14 max-w-6xl items-center gap-2 px-4 sm:gap-6">
            <Link href="/" className="flex items-center gap-2 font-bold text-lg tracking-tight">
              <span className="grid size-6 place-items-center rounded-md bg-accent" aria-hidden="true">
                <span className="block h-6 w-0.5 rotate-12 bg-surface" />
              </span>
              Touchline
            </Link>
            <nav aria-label="Main" className="flex font-medium sm:gap-1 text-muted text-sm">
              <Link href="/" className="rounded-md px-2 py-2 hover:bg-raised sm:px-2.5 hover:text-ink">
                Matches
              </Link>
              <Link href="/console" className="rounded-md px-2 py-2 hover:bg-raised sm:px-2.5 hover:text-ink">
                Console
              </Link>
            </nav>
            <div className="ml-auto">
              <ThemeToggle />
            </div>
          </div>
        </header>
        <GatewayProvider place={readEnv().gateway}>
          <main id="content" className="mx-auto max-w-6xl px-4 py-6">
            {children}
          </main>
        </GatewayProvider>
      </body>
    </html>
  )
}
