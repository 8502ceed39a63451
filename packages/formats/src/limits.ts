/** What a document may hold at most. A whole match has about 4,000 events, 600 KiB to 4 MiB. */
export const limits = {
  bytes: 64 * 1024 * 1024,
  events: 20_000,
  /** Of XML elements or JSON brackets, one within another. */
  depth: 64,
  xmlElements: 600_000,
  qualifiersPerEvent: 500,
} as const
