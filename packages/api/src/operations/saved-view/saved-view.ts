import type { SavedViewRow } from '@touchline/db'
import type { Actor } from '../actor.ts'

/** A page's address with its filters, by name. */
export interface SavedView {
  readonly id: string
  readonly page: string
  readonly name: string
  /** Empty, or beginning with `?`. */
  readonly query: string
  readonly shared: boolean
  readonly mine: boolean
}

export const toSavedView = ({ userId, ...view }: SavedViewRow, actor: Actor): SavedView => ({
  ...view,
  mine: userId === actor.id,
})
