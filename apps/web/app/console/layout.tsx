import type { Metadata } from 'next'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { readEnv } from '../../env.ts'
import { ConsoleFrame } from '../../features/console/console-frame.tsx'
import { NotForFans } from '../../features/console/not-for-fans.tsx'
import { zoneCookieName } from '../../features/kit/time/zone-cookie.ts'
import { consoleServer } from '../../server/console.ts'
import { pathHeader } from '../../server/path-header.ts'

export const metadata: Metadata = { title: { default: 'Console', template: '%s · Touchline console' } }

/** Nobody sees a page of the console whom its server does not know; what they may do there, each call checks. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const given = await headers()
  const visitor = await (await consoleServer()).visitorOf(given)
  const next = encodeURIComponent(given.get(pathHeader) ?? '/console')
  if (visitor.kind === 'nobody') redirect(`/sign-in?next=${next}`)
  if (visitor.kind === 'unready') redirect(`/${visitor.next}?next=${next}`)
  if (visitor.kind === 'fan') return <NotForFans email={visitor.email} />
  const { id, name, role } = visitor.operator
  return (
    <ConsoleFrame
      operator={{ id, name, role }}
      gateway={readEnv().gateway}
      zoneCookie={(await cookies()).get(zoneCookieName)?.value}
      nowMs={Date.now()}
    >
      {children}
    </ConsoleFrame>
  )
}
