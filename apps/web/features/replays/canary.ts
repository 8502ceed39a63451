/** As `approvalAboveLetters` and `canaryAllowance` of the contracts, which a test compares: those bring zod along. */
export const approvalAbove = 500
export const usualRatePerSecond = 100
export const mostRatePerSecond = 10_000

export interface CanaryStep {
  readonly step: number
  readonly allowed: number
  readonly label: string
}

/** One letter, ten, one in a hundred, all; without the steps that a smaller set makes equal. */
export function canaryStepsOf(total: number): CanaryStep[] {
  const allowances = [1, 10, Math.max(10, Math.ceil(total / 100)), total].map(most => Math.min(total, most))
  return allowances
    .map((allowed, step) => ({ step, allowed, label: labelOf(allowed, total) }))
    .filter(({ allowed, step }) => step === allowances.lastIndexOf(allowed))
}

const labelOf = (allowed: number, total: number): string =>
  allowed === total ? `all ${total.toLocaleString('en')}` : allowed.toLocaleString('en')

export type Reached = 'passed' | 'now' | 'not-yet'

interface CanaryPlace {
  readonly steps: readonly CanaryStep[]
  readonly canaryStep: number
  readonly isFinished: boolean
}

/** Whether a canary is past a step, at it, or before it. */
export function reachedOf(step: number, { steps, canaryStep, isFinished }: CanaryPlace): Reached {
  const here = steps.find(one => one.step >= canaryStep)?.step ?? Number.POSITIVE_INFINITY
  if (isFinished || step < here) return 'passed'
  return step === here ? 'now' : 'not-yet'
}
