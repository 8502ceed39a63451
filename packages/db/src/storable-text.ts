/**
 * Text as PostgreSQL gives it back: its text and jsonb have no NUL, and what is no Unicode is replaced. What is compared
 * with text that was stored is brought into this form first.
 */
export const storableText = (text: string): string => text.replaceAll('\u0000', '\uFFFD').toWellFormed()

/** The same, for a column of so many characters. */
export const storableCut = (text: string, maxLength: number): string =>
  storableText(text).slice(0, maxLength).toWellFormed()

/** Texts by name, as jsonb takes them. */
export const storableJson = (texts: Readonly<Record<string, string>>): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [storableText(name), storableText(text)])),
  )
