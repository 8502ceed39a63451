import { instancesOf, type Overview, total } from './overview.ts'

export interface Figure {
  readonly label: string
  readonly value: number | undefined
  readonly unit: string
}

export interface StageFigures {
  readonly name: string
  readonly about: string
  /** How many processes run it; undefined where it is no process. */
  readonly instances: number | undefined
  readonly rate: Figure
  readonly others: readonly Figure[]
}

/** The five stages between a source and a fan, in the order of the path. */
export function stageFigures(overview: Overview): StageFigures[] {
  const rate = (stage: string, name: string) => total(overview, stage, 'rates', name)
  const gauge = (stage: string, name: string) => total(overview, stage, 'gauges', name)
  const running = (stage: string) => instancesOf(overview, stage).length
  const lagRecords = overview.lag.reduce((sum, { records }) => sum + records, 0)
  const lagSeconds = overview.lag.reduce((worst, { seconds }) => Math.max(worst, seconds), 0)
  const perSecond = '/s'
  return [
    {
      name: 'Ingest',
      about: 'validates what the sources send',
      instances: running('ingest'),
      rate: { label: 'accepted', value: rate('ingest', 'acceptedPerSecond'), unit: perSecond },
      others: [{ label: 'refused', value: rate('ingest', 'refusedPerSecond'), unit: perSecond }],
    },
    {
      name: 'Log',
      about: 'holds it until it is processed',
      instances: undefined,
      rate: { label: 'waiting', value: lagRecords, unit: 'records' },
      others: [{ label: 'oldest', value: lagSeconds, unit: 's' }],
    },
    {
      name: 'Processor',
      about: 'enriches, orders and stores',
      instances: running('processor'),
      rate: { label: 'stored', value: rate('processor', 'storedPerSecond'), unit: perSecond },
      others: [
        { label: 'duplicates', value: rate('processor', 'duplicatePerSecond'), unit: perSecond },
        { label: 'dead', value: rate('processor', 'deadPerSecond'), unit: perSecond },
      ],
    },
    {
      name: 'Outbox and relay',
      about: 'wakes the gateways',
      instances: running('relay'),
      rate: { label: 'published', value: rate('relay', 'publishedPerSecond'), unit: perSecond },
      others: [
        { label: 'outbox', value: overview.outbox.depth, unit: 'rows' },
        { label: 'oldest', value: overview.outbox.oldestSeconds, unit: 's' },
      ],
    },
    {
      name: 'Gateway',
      about: 'delivers to fans',
      instances: running('gateway'),
      rate: { label: 'delivered', value: rate('gateway', 'deliveredPerSecond'), unit: perSecond },
      others: [
        { label: 'connections', value: gauge('gateway', 'connections'), unit: '' },
        { label: 'subscriptions', value: gauge('gateway', 'subscriptions'), unit: '' },
      ],
    },
  ]
}
