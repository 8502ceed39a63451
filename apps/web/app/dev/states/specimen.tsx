import type { ReactNode } from 'react'

/** A group of specimens with the name of what they show. */
export function Specimen({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section aria-label={name} className="panel min-w-0 p-4">
      <h3 className="eyebrow mb-3">{name}</h3>
      {children}
    </section>
  )
}

export function SpecimenRow({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-3">{children}</div>
}

export function SpecimenGrid({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-2">{children}</div>
}
