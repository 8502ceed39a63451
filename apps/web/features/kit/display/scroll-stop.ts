/** What scrolls has to be reached by keys, and to have a name; a group is no landmark, so many may be on a page. */
export const scrollStop = (label: string) => ({ role: 'group', tabIndex: 0, 'aria-label': label }) as const
