import type { ReactNode } from 'react'

interface DoorCardProps {
  readonly title: string
  readonly about?: ReactNode
  readonly children: ReactNode
  readonly below?: ReactNode
}

/** What each page of the door consists of. */
export function DoorCard({ title, about, children, below }: DoorCardProps) {
  return (
    <>
      <div className="panel p-6 sm:p-8">
        <h1 className="font-bold text-2xl tracking-tight">{title}</h1>
        {about !== undefined && <div className="mt-1.5 text-pretty text-muted text-sm">{about}</div>}
        <div className="mt-6">{children}</div>
      </div>
      {below !== undefined && <div className="mt-5 text-center text-muted text-sm">{below}</div>}
    </>
  )
}
