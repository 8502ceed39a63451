interface ItemsPage {
  readonly items: readonly { readonly letterId: string }[]
  readonly next: number | null
}

/** As many as one replay can name. */
const mostLetters = 10_000

/** The letters of all pages, in their order. */
export async function collectFailed(page: (afterOrdinal: number) => Promise<ItemsPage>): Promise<string[]> {
  const ids: string[] = []
  let after: number | null = 0
  while (after !== null && ids.length < mostLetters) {
    const { items, next }: ItemsPage = await page(after)
    ids.push(...items.map(({ letterId }) => letterId))
    after = items.length === 0 ? null : next
  }
  return ids.slice(0, mostLetters)
}
