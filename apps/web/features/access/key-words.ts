import type { OperatorOutputs } from '../console/trpc-options.ts'
import type { Tone } from '../kit/display/tone.ts'

export type ApiKey = OperatorOutputs['apiKey']['list']['items'][number]
export type Revocation = OperatorOutputs['revocation']['list']['items'][number]

export const apiKeyKey = ({ keyId }: ApiKey): string => keyId
export const revocationKey = ({ id }: Revocation): string => id

interface State {
  readonly tone: Tone
  readonly label: string
}

/** How a key stands at a time. */
export function keyState({ revokedAt, expiresAt, replacedBy }: ApiKey, nowMs: number): State {
  if (revokedAt !== null) return { tone: 'critical', label: 'revoked' }
  if (expiresAt !== null && Date.parse(expiresAt) <= nowMs) return { tone: 'neutral', label: 'ended' }
  if (replacedBy !== null) return { tone: 'caution', label: 'being replaced' }
  return { tone: 'good', label: 'good' }
}

/** Why a key can't be rotated or revoked; undefined if it can. */
export function whyKeyStays(key: ApiKey, nowMs: number, change: 'rotate' | 'revoke'): string | undefined {
  const { label } = keyState(key, nowMs)
  if (label === 'revoked') return 'It is revoked'
  if (change === 'revoke') return undefined
  if (label === 'ended') return 'It has ended'
  return label === 'being replaced' ? `It was replaced by ${key.replacedBy}` : undefined
}

/** Whether a revocation keeps anybody out at a time. */
export function revocationState({ expiresAt }: Revocation, nowMs: number): State {
  if (expiresAt === null) return { tone: 'critical', label: 'for good' }
  return Date.parse(expiresAt) > nowMs
    ? { tone: 'caution', label: 'in force' }
    : { tone: 'neutral', label: 'ended' }
}

/** Why a revocation can't be lifted; undefined if it can. */
export function whyNotLifted(revocation: Revocation, nowMs: number): string | undefined {
  if (revocation.kind === 'api-key') return 'A revoked key stays so: make a new one'
  return revocationState(revocation, nowMs).label === 'ended' ? 'It has ended by itself' : undefined
}
