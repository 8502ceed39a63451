const number = /^[1-9]\d{0,17}$/
const matchId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Where a subject of the audit is shown; undefined where nothing shows it. */
export function subjectHref({
  kind,
  id,
}: {
  readonly kind: string
  readonly id: string
}): string | undefined {
  if (kind === 'replay' && number.test(id)) return `/console/replays/${id}`
  if (kind === 'dead-letter' && number.test(id)) return `/console/dead-letters?view=letters&letter=${id}`
  if (kind === 'reconciliation-report' && number.test(id)) return `/console/deliveries?report=${id}`
  if (kind === 'match' && matchId.test(id)) return `/console/matches/${id}`
  return undefined
}
