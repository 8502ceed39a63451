'use client'

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <main id="content" className="panel mx-auto mt-10 max-w-lg p-8 text-center">
      <div role="alert">
        <h1 className="font-bold text-xl">This page broke</h1>
        <p className="mt-2 text-muted">The fault is ours. The match goes on without it.</p>
      </div>
      <button
        type="button"
        onClick={reset}
        className="mt-5 rounded-lg bg-accent px-4 py-2 font-semibold text-surface"
      >
        Try again
      </button>
    </main>
  )
}
