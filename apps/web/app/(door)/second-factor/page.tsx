import type { Metadata } from 'next'
import { DoorCard } from '../../../features/door/door-card.tsx'
import { SecondFactorForm } from '../../../features/door/second-factor-form.tsx'
import { type DoorPageProps, wantedOf } from '../../../server/door.ts'

export const metadata: Metadata = { title: 'Second step' }

export default async function Page({ searchParams }: DoorPageProps) {
  return (
    <DoorCard title="Second step" about="The code that your authenticator app shows now.">
      <SecondFactorForm wanted={wantedOf(await searchParams)} />
    </DoorCard>
  )
}
