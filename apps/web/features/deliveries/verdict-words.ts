import type { OperatorOutputs } from '../console/trpc-options.ts'
import type { Tone } from '../kit/display/tone.ts'

export type Verdict = OperatorOutputs['explain']['delivery']['verdict']

/** What a verdict means for the fan, and how grave it is. */
export const verdicts: Readonly<Record<Verdict, { readonly title: string; readonly tone: Tone }>> = {
  delivered: { title: 'The fan got it', tone: 'good' },
  'passed-on': { title: 'The fan got it, as far as an open feed can tell', tone: 'good' },
  'held-back': { title: 'It is held back by the delay that the fan chose', tone: 'info' },
  'on-its-way': { title: 'It is on its way to the fan', tone: 'info' },
  'left-out': { title: 'It was left out for a slow connection, and the fan was told so', tone: 'caution' },
  'not-asked-for': { title: 'The fan did not ask for events of this kind', tone: 'info' },
  'gateway-died': { title: 'Nobody knows: the gateway died with the feed open', tone: 'critical' },
  'ended-before': { title: 'The fan did not get it: the feed had ended before', tone: 'caution' },
  'began-after': { title: 'The fan began to follow after it, or had it already', tone: 'info' },
  unknown: { title: 'There is no trace of such an event', tone: 'caution' },
  dead: { title: 'Nobody got it: it is a dead letter', tone: 'critical' },
  'not-stored': { title: 'Nobody has got it yet: it is not stored', tone: 'caution' },
  'old-epoch': { title: 'It belongs to a history that was lost', tone: 'caution' },
  relayed: { title: 'It was sent on to the gateways', tone: 'info' },
  'not-relayed': { title: 'Nobody has got it yet: it is stored, and not sent on', tone: 'caution' },
  'not-followed': { title: 'The fan did not follow this match', tone: 'info' },
}
