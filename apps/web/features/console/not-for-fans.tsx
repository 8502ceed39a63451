import Link from 'next/link'

export function NotForFans({ email }: { email: string }) {
  return (
    <main id="content" className="panel mx-auto mt-16 max-w-lg p-8 text-center">
      <h1 className="font-bold text-xl">The console is for operators</h1>
      <p className="mt-2 text-muted">
        You are signed in as {email}, who has no role here. An admin can give you one.
      </p>
      <p className="mt-4">
        <Link href="/" className="text-accent underline underline-offset-4">
          See the matches
        </Link>
      </p>
    </main>
  )
}
