import type { Metadata } from 'next'
import Link from 'next/link'
import { DoorCard } from '../../../features/door/door-card.tsx'
import { doorPath } from '../../../features/door/next-path.ts'
import { SignUpForm } from '../../../features/door/sign-up-form.tsx'
import { type DoorPageProps, wantedOf } from '../../../server/door.ts'

export const metadata: Metadata = { title: 'Create an account' }

export default async function Page({ searchParams }: DoorPageProps) {
  const wanted = wantedOf(await searchParams)
  return (
    <DoorCard
      title="Create a fan account"
      about="Follow matches on several devices, with what your plan has. Operators are invited by an admin instead."
      below={
        <>
          Have one already?{' '}
          <Link href={doorPath('sign-in', wanted)} className="text-accent underline underline-offset-4">
            Sign in
          </Link>
        </>
      }
    >
      <SignUpForm wanted={wanted} />
    </DoorCard>
  )
}
