'use client'

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <section role="alert" className="panel mx-auto mt-10 max-w-lg p-8 text-center">
      <h1 className="font-bold text-xl">This page broke</h1>
      <p className="mt-2 text-muted">The fault is ours. The match goes on without it.</p>
      <button
        type="button"
        onClick={reset}
        className="mt-5 rounded-lg bg-accent px-4 py-2 font-semibold text-surface"
      >
        Try again
      </button>
    </section>
  )
}
