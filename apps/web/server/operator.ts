import type { Visitor } from '@touchline/api/console'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { consoleServer } from './console.ts'
import { pathHeader } from './path-header.ts'

type SignedIn = Extract<Visitor, { kind: 'operator' | 'fan' }>

/** Who asks for something of the console; others are sent to where they first have to go. One look for each request. */
export const signedInHere = cache(async (): Promise<SignedIn> => {
  const given = await headers()
  const visitor = await (await consoleServer()).visitorOf(given)
  const next = encodeURIComponent(given.get(pathHeader) ?? '/console')
  if (visitor.kind === 'nobody') redirect(`/sign-in?next=${next}`)
  if (visitor.kind === 'unready') redirect(`/${visitor.next}?next=${next}`)
  return visitor
})

/** Each page of the console asks too: a request may name the part of a page that it wants, and so pass the layout by. */
export async function operatorsOnly(): Promise<void> {
  if ((await signedInHere()).kind !== 'operator') redirect('/')
}
