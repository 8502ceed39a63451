import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { ChangePasswordForm } from '../../../features/door/change-password-form.tsx'
import { DoorCard } from '../../../features/door/door-card.tsx'
import { doorPath } from '../../../features/door/next-path.ts'
import { type DoorPageProps, visitorHere, wantedOf } from '../../../server/door.ts'

export const metadata: Metadata = { title: 'Change password' }

export default async function Page({ searchParams }: DoorPageProps) {
  const wanted = wantedOf(await searchParams)
  const visitor = await visitorHere(await headers())
  if (visitor.kind === 'nobody') redirect(doorPath('sign-in', wanted ?? '/change-password'))
  const isOneTime = visitor.kind === 'unready' && visitor.next === 'change-password'
  const email = visitor.kind === 'operator' ? visitor.operator.name : visitor.email
  return (
    <DoorCard
      title={isOneTime ? 'Choose a password of your own' : 'Change your password'}
      about={
        isOneTime ? 'The one you were given works this once.' : 'You are signed out on all other devices.'
      }
    >
      <ChangePasswordForm wanted={wanted} email={email} isOneTime={isOneTime} />
    </DoorCard>
  )
}
