import { followMatch, framesOf, type MatchFeedSource } from '@touchline/api'
import { type Frame, feedInputSchema } from '@touchline/contracts'
import { testMatch } from './match-events.ts'

export interface TestFollower {
  readonly frames: Frame[]
  /** Ends the feed and waits for its end. */
  leave(): Promise<void>
}

const nowhere = async () => undefined

/** Follows a match and keeps all its frames. */
export async function follow(source: MatchFeedSource, input: object = {}): Promise<TestFollower> {
  const leaving = new AbortController()
  const parsed = feedInputSchema.parse({ matchId: testMatch, ...input })
  const follower = { signal: leaving.signal, take: async () => {} }
  const snapshot = async () => undefined
  const past = { released: nowhere, atClock: nowhere, snapshotAt: async () => undefined }
  const followed = await followMatch(parsed, { feeds: source, past, signal: leaving.signal, snapshot })
  if (!followed.ok) throw new Error(followed.code)
  const frames: Frame[] = []
  const done = (async () => {
    for await (const slice of framesOf(followed.value, follower)) frames.push(...slice)
  })()
  return {
    frames,
    leave: async () => {
      leaving.abort()
      await done
    },
  }
}
