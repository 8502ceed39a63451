import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { zoneCookieName } from '../../../features/kit/time/zone-cookie.ts'
import { States } from './states.tsx'

export const metadata: Metadata = { title: 'Every component in every state', robots: { index: false } }

/** Needs nothing of the server but its clock and a cookie. */
export default async function Page() {
  const zoneCookie = (await cookies()).get(zoneCookieName)?.value
  return <States zoneCookie={zoneCookie} nowMs={Date.now()} />
}
