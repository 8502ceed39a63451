import type { AccountFinding, DeliveryFinding, StoredReport } from '@touchline/db'

/**
 * What would mend a finding. `requeue`: its events go into the outbox once more; `join-rows`: its waiting rows become
 * one, which the relay takes at its next look; `forget-gateway`: a gateway that is gone counts no more; `recount`: an
 * account is set to what is counted; `none`: nothing from here.
 */
export type RepairKind = 'requeue' | 'join-rows' | 'forget-gateway' | 'recount' | 'none'

export interface RepairOffer {
  readonly kind: RepairKind
  /** For a button; empty where there is none. */
  readonly label: string
  /** What it will do, or why nothing can be done here. */
  readonly text: string
  /** What was lost where, in a sentence. */
  readonly says: string
}

export type AnyFinding = DeliveryFinding | AccountFinding

/** The findings of a report, whichever kind it is of. */
export const findingsOf = (report: StoredReport): readonly AnyFinding[] => report.findings

export const repairOffer = (finding: AnyFinding): RepairOffer =>
  'stage' in finding ? deliveryOffer(finding) : accountOffer(finding)

function deliveryOffer(finding: DeliveryFinding): RepairOffer {
  const { stage, matchId, epoch, from, to, instance = 'a gateway' } = finding
  const place = from === to ? `${matchId} ${epoch}:${from}` : `${matchId} ${epoch}:${from} to ${epoch}:${to}`
  switch (stage) {
    case 'store':
      return {
        ...{
          kind: 'none',
          label: '',
          says: `${place}: the match has come further, and these are not stored.`,
        },
        text: 'What is not in the store can only come from a backup. npm run audit tells what else is missing.',
      }
    case 'outbox':
      return {
        ...{ kind: 'requeue', label: 'Put out again' },
        says: `${place}: stored, and nothing says to publish it.`,
        text: 'Its events go into the outbox once more. Fans who have them already see nothing.',
      }
    case 'relay':
      return {
        ...{ kind: 'join-rows', label: 'Join the waiting rows' },
        says: `${place}: waits in the outbox, and nobody publishes it.`,
        text: 'The rows that wait become one. Relays look twice a second, so if this does not help, none runs, or the broadcast is away: see the pipeline.',
      }
    case 'broadcast':
      return {
        ...{ kind: 'requeue', label: 'Put out again' },
        says: `${place}: published, and ${instance} has not heard of it.`,
        text: 'Its events go into the outbox once more. Gateways that have them drop what comes twice.',
      }
    case 'gateway':
      return {
        ...{ kind: 'forget-gateway', label: 'Forget this gateway' },
        says: `${place}: ${instance} had sockets, and reports no more.`,
        text: 'Its last word is forgotten, if it is still silent. Its fans have connected anew elsewhere.',
      }
  }
}

function accountOffer({ check, topic, matchId, expected, found }: AccountFinding): RepairOffer {
  const where = [topic, matchId].filter(part => part !== '').join(', match ')
  switch (check) {
    case 'stored':
      return {
        ...{ kind: 'recount', label: 'Count again' },
        says: `${where || 'the accounts'}: ${expected} stored by the accounts, and the match has ${found} events.`,
        text: "The match's events are counted, source by source, and its accounts are set to that. The match waits meanwhile.",
      }
    case 'balance':
      return {
        ...{ kind: 'recount', label: 'Add up again' },
        says: `${where}: ${found} accepted, and ${expected} accounted for.`,
        text: 'What was accepted is set to the sum of what became of it.',
      }
    case 'log':
      return {
        ...{
          kind: 'none',
          label: '',
          says: `${where}: ${expected} taken from the log, ${found} accounted for.`,
        },
        text: 'Which records they are is told by npm run audit, which counts the log record by record.',
      }
    case 'history':
      return {
        ...{ kind: 'none', label: '', says: `${where}: ${expected} taken, and the log ends at ${found}.` },
        text: 'The log is not the one that was read before: it was restored, or made anew.',
      }
  }
}
