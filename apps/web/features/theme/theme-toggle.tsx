'use client'

import { type Theme, themeCookie } from './theme.ts'

const yearSeconds = 31_536_000

function current(): Theme {
  const chosen = document.documentElement.dataset.theme
  if (chosen === 'dark' || chosen === 'light') return chosen
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

function toggle(): void {
  const next: Theme = current() === 'dark' ? 'light' : 'dark'
  document.documentElement.dataset.theme = next
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we serve.
  document.cookie = `${themeCookie}=${next}; path=/; max-age=${yearSeconds}; samesite=lax`
}

export function ThemeToggle() {
  return (
    <button
      type="button"
      onClick={toggle}
      aria-label="Switch between dark and light"
      title="Switch between dark and light"
      className="grid size-10 place-items-center rounded-full text-muted hover:bg-raised hover:text-ink"
    >
      <svg viewBox="0 0 24 24" className="size-5" aria-hidden="true">
        <circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
      </svg>
    </button>
  )
}
