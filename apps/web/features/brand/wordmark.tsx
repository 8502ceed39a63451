import Link from 'next/link'

export function Wordmark({ href }: { href: string }) {
  return (
    <Link href={href} className="flex items-center gap-2 font-bold text-lg tracking-tight">
      <span className="grid size-6 place-items-center rounded-md bg-accent" aria-hidden="true">
        <span className="block h-6 w-0.5 rotate-12 bg-surface" />
      </span>
      Touchline
    </Link>
  )
}
