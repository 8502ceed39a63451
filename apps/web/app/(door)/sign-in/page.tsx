import type { Metadata } from 'next'
import { headers } from 'next/headers'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { DoorCard } from '../../../features/door/door-card.tsx'
import { doorPath, ownPath, placeAfter } from '../../../features/door/next-path.ts'
import { SignInForm } from '../../../features/door/sign-in-form.tsx'
import { type DoorPageProps, visitorHere, wantedOf } from '../../../server/door.ts'

export const metadata: Metadata = { title: 'Sign in' }

export default async function Page({ searchParams }: DoorPageProps) {
  const wanted = wantedOf(await searchParams)
  const visitor = await visitorHere(await headers())
  if (visitor.kind === 'operator') redirect(ownPath(wanted) ?? '/console')
  if (visitor.kind === 'unready') redirect(placeAfter({ next: visitor.next }, wanted))
  if (visitor.kind === 'fan' && !wanted?.startsWith('/console')) redirect(ownPath(wanted) ?? '/')
  return (
    <DoorCard
      title="Sign in"
      about={
        visitor.kind === 'fan' ? `You are signed in as ${visitor.email}, who is no operator.` : undefined
      }
      below={
        <>
          New here?{' '}
          <Link href={doorPath('sign-up', wanted)} className="text-accent underline underline-offset-4">
            Create a fan account
          </Link>
        </>
      }
    >
      <SignInForm wanted={wanted} />
    </DoorCard>
  )
}
