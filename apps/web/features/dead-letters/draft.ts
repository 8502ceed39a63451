/** What somebody has typed as the corrected payload of a letter, and what it began as. */
export interface Draft {
  readonly text: string
  readonly base: string
}

/** Storage of the browser's tab, or what stands for it. */
export interface DraftStorage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

const keyOf = (letterId: string): string => `touchline-draft-${letterId}`
/** A payload may be 1 MiB; a tab's storage holds about five. */
const mostChars = 3_000_000

/** Null where there is none, or none that can be read. */
export function readDraft(storage: DraftStorage, letterId: string): Draft | null {
  const stored = quietly(() => storage.getItem(keyOf(letterId)))
  if (typeof stored !== 'string') return null
  const parsed = quietly(() => JSON.parse(stored) as unknown)
  return isDraft(parsed) ? { text: parsed.text, base: parsed.base } : null
}

/** A text equal to what it began with is no draft. False where it could not be kept. */
export function keepDraft(storage: DraftStorage, letterId: string, draft: Draft): boolean {
  if (!isChanged(draft)) {
    dropDraft(storage, letterId)
    return true
  }
  const written = JSON.stringify({ text: draft.text, base: draft.base })
  if (written.length > mostChars) return false
  return (
    quietly(() => {
      storage.setItem(keyOf(letterId), written)
      return true
    }) ?? false
  )
}

export function dropDraft(storage: DraftStorage, letterId: string): void {
  quietly(() => storage.removeItem(keyOf(letterId)))
}

export const isChanged = ({ text, base }: Draft): boolean => text !== base

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<Draft>).text === 'string' &&
  typeof (value as Partial<Draft>).base === 'string'

/** Storage may be full, or forbidden by the browser; a draft is then kept by the page alone. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** What keeps drafts while sensitive fields are shown: gone with the page. */
export function createMemoryStorage(): DraftStorage {
  const kept = new Map<string, string>()
  return {
    getItem: key => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: key => void kept.delete(key),
  }
}
