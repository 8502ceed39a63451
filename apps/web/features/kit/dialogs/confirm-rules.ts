export type ReasonRule = 'required' | 'optional' | 'none'
export const mostReasonChars = 500

export interface ConfirmForm {
  readonly reason: string
  readonly typed: string
}

export interface ConfirmRules {
  readonly reason: ReasonRule
  /** What has to be typed; undefined asks for nothing. */
  readonly typed: string | undefined
  readonly disabledReason: string | null | undefined
}

/** Why it cannot be confirmed yet; null when it can. */
export function whyNotYet({ reason, typed }: ConfirmForm, rules: ConfirmRules): string | null {
  if (rules.disabledReason) return rules.disabledReason
  const chars = reason.trim().length
  if (rules.reason === 'required' && chars === 0) return 'Say why: the reason goes into the audit trail.'
  if (chars > mostReasonChars)
    return `The reason has at most ${mostReasonChars} characters; this has ${chars}.`
  if (rules.typed !== undefined && typed.trim() !== rules.typed) return `Type “${rules.typed}” to confirm.`
  return null
}
