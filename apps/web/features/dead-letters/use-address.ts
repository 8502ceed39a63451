'use client'

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'

export const letterTabs = ['overview', 'payload', 'bytes', 'edit', 'history', 'record'] as const
export type LetterTab = (typeof letterTabs)[number]
export const groupSorts = ['letters', 'last-failed'] as const
export type GroupSort = (typeof groupSorts)[number]

const parsers = {
  view: parseAsStringLiteral(['groups', 'letters']),
  letter: parseAsString,
  tab: parseAsStringLiteral(letterTabs).withDefault('overview'),
  group: parseAsString,
  sort: parseAsStringLiteral(groupSorts).withDefault('letters'),
}

export type AddressPatch = Parameters<ReturnType<typeof useQueryStates<typeof parsers>>[1]>[0]

/** What the address says beside the filter: the view, what is open, and how it is sorted. */
export function useAddress() {
  const [said, change] = useQueryStates(parsers, { history: 'replace' })
  return { said, change }
}
export type Address = ReturnType<typeof useAddress>

export const isRowId = (text: string): boolean => /^[1-9]\d{0,17}$/.test(text)
export const isFingerprint = (text: string): boolean => /^[0-9a-f]{32}$/.test(text)
