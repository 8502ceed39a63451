import type { Caller, Release } from '@touchline/api'

/** Places for calls and feeds; whoever comes when all are taken is turned away. */
export function createPlaces(limits: { readonly call: number; readonly feed: number }): Caller['enter'] {
  const taken = { call: 0, feed: 0 }
  return kind => {
    if (taken[kind] >= limits[kind]) return undefined
    taken[kind]++
    let held = true
    const release: Release = () => {
      if (held) taken[kind]--
      held = false
    }
    return release
  }
}
