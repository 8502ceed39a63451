import type { ResetTarget } from './types.ts'

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/
const matchIdPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/

/** What was filled in, as a target; undefined while it is none. */
export function resetTargetOf(kind: ResetTarget['kind'], text: string): ResetTarget | undefined {
  const said = text.trim()
  if (kind === 'end') return { kind }
  if (kind === 'match') return matchIdPattern.test(said) ? { kind, matchId: said } : undefined
  if (!instant.test(said) || Number.isNaN(Date.parse(said))) return undefined
  return { kind, before: new Date(said).toISOString() }
}
