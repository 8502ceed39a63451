/** What scrolls has to be reached by keys; not every browser sees to that by itself. */
export const scrollStop = { tabIndex: 0 } as const
