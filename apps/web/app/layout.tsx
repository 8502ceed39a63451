import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { themeCookie, themeFrom } from '../features/theme/theme.ts'
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
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:p-3"
        >
          Skip to content
        </a>
        {children}
      </body>
    </html>
  )
}
