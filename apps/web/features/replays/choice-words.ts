import { choiceOfReplay } from './letter-choice.ts'

const names: Readonly<Record<string, string>> = {
  matchId: 'match',
  eventType: 'type',
  states: 'state',
  path: 'payload path',
  text: 'error text',
  reprocessings: 'replayed by itself before',
  from: 'failed from',
  to: 'failed before',
}

/** What chose a replay's letters, as it was asked. */
export function choiceInWords(query: unknown, total: number): string {
  const choice = choiceOfReplay(query)
  if (choice === undefined) return lettersOf(total)
  if (choice.kind === 'letter') return `letter ${choice.id}`
  if (choice.kind === 'group') return `${lettersOf(total)} of the group ${choice.fingerprint}`
  if (choice.kind !== 'filter') return `${lettersOf(total)}, chosen one by one`
  const said = Object.entries(choice.query).map(([name, value]) => `${names[name] ?? name} ${String(value)}`)
  return `${lettersOf(total)}: ${said.join(', ')}`
}

const lettersOf = (total: number): string =>
  `${total.toLocaleString('en')} ${total === 1 ? 'letter' : 'letters'}`
