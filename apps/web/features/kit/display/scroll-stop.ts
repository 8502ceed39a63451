/**
 * What scrolls has to be reached by keys, and to have a name; a group is no landmark, so many may be on a page. Give it
 * `relative` as well: text for screen readers alone is placed by it then, and does not widen the page.
 */
export const scrollStop = (label: string) => ({ role: 'group', tabIndex: 0, 'aria-label': label }) as const
