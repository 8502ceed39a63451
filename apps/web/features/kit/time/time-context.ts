import { createContext } from 'react'
import { createNowStore, type NowStore } from './now-store.ts'
import { usualZone, type ZoneSetting } from './zone-cookie.ts'

export interface TimeSettings {
  readonly setting: ZoneSetting
  readonly change: (change: Partial<Pick<ZoneSetting, 'choice' | 'absolute'>>) => void
  readonly now: NowStore
}

export const TimeContext = createContext<TimeSettings>({
  setting: usualZone,
  change: () => undefined,
  now: createNowStore(0),
})
