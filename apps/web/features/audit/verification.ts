import type { OperatorOutputs } from '../console/trpc-options.ts'

type VerifiedPage = OperatorOutputs['audit']['verify']
export type ChainFault = VerifiedPage['faults'][number]

export interface Verification {
  readonly phase: 'running' | 'done' | 'stopped' | 'failed'
  readonly checked: number
  /** Of the newest entry, as it was told last: how far there is to go. */
  readonly total: number
  readonly faults: readonly ChainFault[]
  readonly head: VerifiedPage['head']
  /** A hash that somebody noted, and which entry has it. */
  readonly noted: string | undefined
  readonly notedAt: string | null
  readonly error: string | null
}

const mostFaults = 100

export const verifying = (noted: string | undefined): Verification => ({
  ...{ phase: 'running', checked: 0, total: 0, faults: [], head: null, noted, notedAt: null, error: null },
})

/** What is known after one more page. */
export const withPage = (before: Verification, page: VerifiedPage): Verification => ({
  ...before,
  phase: page.next === null ? 'done' : 'running',
  checked: before.checked + page.checked,
  total: Math.max(before.checked + page.checked, Number(page.head?.id ?? 0)),
  faults: [...before.faults, ...page.faults].slice(0, mostFaults),
  head: page.head,
  notedAt: before.notedAt ?? page.headAt,
})

/** Whether the tail was cut, or written anew: the noted hash is that of no entry. */
export const isCut = ({ phase, noted, notedAt }: Verification): boolean =>
  phase === 'done' && noted !== undefined && notedAt === null

export const isWhole = (verification: Verification): boolean =>
  verification.phase === 'done' && verification.faults.length === 0 && !isCut(verification)
