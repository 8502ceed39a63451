import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { notFound } from 'next/navigation'
import { readEnv } from '../../../env.ts'
import { zoneCookieName } from '../../../features/kit/time/zone-cookie.ts'
import { States } from './states.tsx'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = { title: 'Every component in every state', robots: { index: false } }

/** Needs nothing of the server but its clock and a cookie. Not there in production, unless a setting says so. */
export default async function Page() {
  if (!readEnv().servesDevPages) notFound()
  const zoneCookie = (await cookies()).get(zoneCookieName)?.value
  return <States zoneCookie={zoneCookie} nowMs={Date.now()} />
}
