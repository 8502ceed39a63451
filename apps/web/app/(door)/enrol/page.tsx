import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { DoorCard } from '../../../features/door/door-card.tsx'
import { EnrolFlow } from '../../../features/door/enrol-flow.tsx'
import { doorPath } from '../../../features/door/next-path.ts'
import { type DoorPageProps, visitorHere, wantedOf } from '../../../server/door.ts'

export const metadata: Metadata = { title: 'Second factor' }

export default async function Page({ searchParams }: DoorPageProps) {
  const wanted = wantedOf(await searchParams)
  const visitor = await visitorHere(await headers())
  if (visitor.kind === 'nobody') redirect(doorPath('sign-in', wanted ?? '/console'))
  if (visitor.kind === 'unready' && visitor.next === 'change-password')
    redirect(doorPath('change-password', wanted))
  return (
    <DoorCard
      title="Set up the second factor"
      about={
        visitor.kind === 'unready'
          ? `As ${visitor.role} you need one, so that a password alone opens nothing.`
          : undefined
      }
    >
      <EnrolFlow wanted={wanted} />
    </DoorCard>
  )
}
