import type { OperatorOutputs } from '../console/trpc-options.ts'
import type { Tone } from '../kit/display/tone.ts'

export type PartnerGrant = OperatorOutputs['partnerGrant']['list']['items'][number]

export const grantKey = ({ id }: PartnerGrant): string => id

/** How a grant stands at a time. */
export function grantState(
  { revokedAt, expiresAt }: PartnerGrant,
  nowMs: number,
): { tone: Tone; label: string } {
  if (revokedAt !== null) return { tone: 'critical', label: 'revoked' }
  if (expiresAt !== null && Date.parse(expiresAt) <= nowMs) return { tone: 'neutral', label: 'expired' }
  return { tone: 'good', label: 'in force' }
}

/** Why a grant can't be revoked; undefined if it can. */
export function whyNotRevoked(grant: PartnerGrant, nowMs: number): string | undefined {
  const { label } = grantState(grant, nowMs)
  if (label === 'revoked') return 'It is revoked'
  return label === 'expired' ? 'It has expired' : undefined
}

export interface GrantDraft {
  readonly partner: string
  readonly pattern: string
  readonly hours: string
}
export const emptyGrant: GrantDraft = { partner: '', pattern: '', hours: '' }

const partnerShape = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const patternShape = /^[A-Za-z0-9._*-]{1,64}$/
const mostHours = 87_600

/** Why a draft can't be granted yet; undefined if it can. */
export function whyNotGranted({ partner, pattern, hours }: GrantDraft): string | undefined {
  if (partner.trim() === '') return 'Enter the name of the partner'
  if (!partnerShape.test(partner.trim())) return 'A partner’s name has letters, digits, “.”, “_” and “-”'
  if (pattern.trim() === '') return 'Enter a match ID or a pattern'
  if (!patternShape.test(pattern.trim())) return 'A pattern has letters, digits, “.”, “_”, “-” and “*”'
  const given = hours.trim() === '' ? 1 : Number(hours)
  const isFine = Number.isInteger(given) && given >= 1 && given <= mostHours
  return isFine ? undefined : `Hours are a number from 1 to ${mostHours}`
}
