export interface SavedView {
  readonly id: string
  readonly name: string
  readonly shared: boolean
  readonly mine: boolean
  /** The page's query string. */
  readonly query: string
}

export interface SavedViewsMenuProps {
  readonly views: readonly SavedView[]
  /** The query string as it is now. */
  readonly current: string
  readonly onApply: (view: SavedView) => void
  readonly onSave: (name: string, shared: boolean) => void
  readonly onRemove: (view: SavedView) => void
  readonly pending?: boolean | undefined
  readonly error?: string | null | undefined
  readonly saveDisabledReason?: string | null | undefined
}

export const sameQuery = (a: string, b: string): boolean => {
  const sorted = (query: string) => {
    const params = new URLSearchParams(query)
    params.sort()
    return params.toString()
  }
  return sorted(a) === sorted(b)
}
