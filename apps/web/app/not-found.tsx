import Link from 'next/link'

export default function NotFound() {
  return (
    <main id="content" className="panel mx-auto mt-10 max-w-lg p-8 text-center">
      <h1 className="font-bold text-xl">There is no such page</h1>
      <p className="mt-2 text-muted">
        <Link href="/" className="text-accent underline underline-offset-4">
          See the matches
        </Link>
      </p>
    </main>
  )
}
