import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { readEnv } from '../../env.ts'
import { ConsoleFrame } from '../../features/console/console-frame.tsx'
import { NotForFans } from '../../features/console/not-for-fans.tsx'
import { zoneCookieName } from '../../features/kit/time/zone-cookie.ts'
import { signedInHere } from '../../server/operator.ts'

export const metadata: Metadata = { title: { default: 'Console', template: '%s · Touchline console' } }

/** Nobody sees a page of the console whom its server does not know; what they may do there, each call checks. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const visitor = await signedInHere()
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
