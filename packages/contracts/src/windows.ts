/** Sizes of the tumbling windows, in seconds. A window begins at a whole multiple of its size since 1970. */
export const windowSizesSeconds = [1, 10, 60] as const
export type WindowSize = (typeof windowSizesSeconds)[number]

/** Upper bounds of the latency histogram's buckets in milliseconds; one more bucket holds what is above the last. */
export const latencyBoundsMs = [10, 25, 50, 100, 200, 300, 500, 1_000, 2_500, 5_000, 10_000] as const

/** An event may come this long after the newest event time of its match and still correct its window. */
export const lateAllowanceSeconds = 600
