interface Told {
  readonly message: string
  readonly data?:
    | { readonly errorCode?: string; readonly faults?: readonly { readonly message: string }[] }
    | null
    | undefined
}

/** A refused or failed call, in one line for people; null where there is none. */
export function callText(error: Told | null | undefined): string | null {
  if (!error) return null
  if (!error.data) return 'The console did not answer. Nothing is known to have changed; try again.'
  const [fault] = error.data.faults ?? []
  const text = fault?.message ?? error.message
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
