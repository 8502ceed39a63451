/** A question as its path and its input: asked of the router itself, or over HTTP. */
export interface Question {
  readonly name: string
  readonly path: string
  /** A function where each round has to ask for something else, so that nothing is answered from memory. */
  readonly input: unknown
  /** In milliseconds, at the 95th percentile. */
  readonly aimMs: number
}
const responseAimMs = 150
const filterAimMs = 300
const dayMs = 86_400_000
const sensors = { consumer: 'processor', topic: 'sensor-events' }
const edges = ['source-sensor.ingest', 'processor-broadcast.database', 'gateway.sockets']
const ago = (days: number) => new Date(Date.now() - days * dayMs).toISOString()

/** What people filter by: of each kind one that lets much through and one that lets hardly anything through. */
const conditions: Record<string, object> = {
  topic: { topic: 'sensor-events' },
  'topic, none': { topic: 'none-such' },
  stage: { stage: 'aggregate' },
  disposition: { disposition: 'systemic' },
  code: { code: 'invalid-json' },
  match: { matchId: 'match-77' },
  time: { from: ago(5), to: ago(4) },
  'text, frequent': { text: 'expected number' },
  'text, rare': { text: 'payload.assist' },
  'text, none': { text: 'found to be known' },
  path: { path: 'payload.assist' },
  'path, everywhere': { path: 'payload.team' },
  'path, none': { path: 'payload.heightMetres' },
  states: { states: ['dead', 'dead_again'] },
  type: { eventType: 'card-shown' },
  group: { fingerprint: '0'.repeat(32) },
}

function pairs(): [string, object][] {
  const single = Object.entries(conditions)
  return single.flatMap(([name, filter], index) =>
    single
      .slice(index + 1)
      .filter(([, other]) => !Object.keys(other).some(key => key in filter))
      .map(([other, its]): [string, object] => [`${name} + ${other}`, { ...filter, ...its }]),
  )
}

/** Common and rare words, types that came to an end long ago, filters that find nothing. */
const searches: readonly object[] = [
  {},
  ...[
    'pass',
    'pa',
    'player 37',
    'goal 399',
    '"number 777"',
    'zzzz',
    'corrected player',
    'goal or "number 3"',
  ].map(text => ({ text })),
  { text: 'pass -player' },
  { type: 'injury-reported' },
  { type: 'score-corrected' },
  { lane: 'critical' },
  { source: 'social', lane: 'critical' },
  { matchId: 'match-3' },
  { matchId: 'match-5', text: 'injury' },
  { matchId: 'match-7', lane: 'low', text: 'tonight' },
  { correlationId: 'c77-4' },
  { id: 'good-4-777' },
  { text: 'goal', from: ago(5), to: ago(4) },
  { after: `${ago(6)}~match-2~500` },
]

/** What the other pages ask, the longest answers of each. */
function houseQuestions(): (readonly [string, unknown])[] {
  const matchId = 'match-77'
  return [
    ['pipeline.overview', undefined],
    ['pipeline.history: a minute', { at: ago(3) }],
    ['pipeline.history: an hour', { from: ago(3), to: ago(3 - 1 / 24) }],
    ['pipeline.history: seven days', { from: ago(7), to: ago(0) }],
    ...edges.map((edge): [string, unknown] => [`pipeline.tail: ${edge}`, { edge, limit: 50 }]),
    ['consumer.list', undefined],
    ['consumer.preview', { ...sensors, change: { kind: 'pause', minutes: 15 } }],
    ['consumer.preview: reset', { ...sensors, change: { kind: 'reset', target: { kind: 'end' } } }],
    ['overload.get', undefined],
    ['event.life', { matchId, seq: 80 }],
    ['event.life: by its source', { source: 'broadcast', sourceEventId: 'good-12-80' }],
    ['matchDesk.list', { limit: 100 }],
    ['matchDesk.list: text', { text: 'match-7' }],
    ['matchDesk.show', { matchId }],
    ['matchDesk.show: the longest', { matchId: 'match-1' }],
    ['primaryProvider.show: the longest', { matchId: 'match-1' }],
    ['primaryProvider.preview', { matchId, provider: 'acme' }],
    ['correction.list', { matchId }],
    ['correction.preview', { matchId, home: 0, away: 1 }],
    ['delivery.reports', { limit: 100 }],
    ['delivery.reports: accounts', { kind: 'account', limit: 100 }],
    ['delivery.report', { id: '10' }],
    ['delivery.accounts', { limit: 168 }],
    ['delivery.watermarks', { limit: 200 }],
    ['explain.delivery', { fan: 'fan-77', event: { matchId, position: '1:80' } }],
    ['audit.search', { limit: 200 }],
    ['audit.search: text', { text: 'reason 77', limit: 100 }],
    ['audit.search: text, none', { text: 'nowhere to be found', limit: 100 }],
    ['audit.search: an actor', { actor: 'person-7@example.org', action: 'replay.create', limit: 100 }],
    ['audit.verify: 2,000 entries', { fromId: '4001' }],
    ['savedView.list', { page: 'dead-letters' }],
    ['partnerGrant.list', { limit: 100 }],
    ['apiKey.list', { limit: 100 }],
    ['revocation.list', { limit: 100 }],
    ['person.list', { limit: 100 }],
    ['person.list: a fan', { kind: 'fans', text: 'person-4000@example.org' }],
  ]
}

/** Every procedure that reads, and the list by each condition and each pair of conditions. */
export function questions(letterIds: readonly string[], fingerprint: string): Question[] {
  const ask = (name: string, input: unknown, more: Partial<Question> = {}): Question => ({
    ...{ name, path: name.split(':')[0] ?? name, input, aimMs: responseAimMs },
    ...more,
  })
  const [id = '1'] = letterIds
  const filters = [...Object.entries(conditions), ...pairs()]
  return [
    ask('deadLetter.list', {}),
    ask('deadLetter.list: far page', { after: `${ago(6.5)}~1` }),
    ask('deadLetter.list: 500', { limit: 500 }),
    ...filters.map(([name, filter]) =>
      ask(`deadLetter.list: ${name}`, { filter }, { path: 'deadLetter.list', aimMs: filterAimMs }),
    ),
    ask('deadLetter.groups', {}),
    ask('deadLetter.groups: 100', { limit: 100 }),
    ask('deadLetter.groups: dead', { filter: { states: ['dead', 'dead_again'] } }),
    ask('deadLetter.groups: regressed', { filter: { groupState: 'regressed' } }),
    ask('deadLetter.groups: last day', { filter: { from: ago(1) }, sort: 'last-failed' }),
    ask('deadLetter.groups: one match', { filter: { matchId: 'match-77' } }),
    ask('deadLetter.groups: text', { filter: { text: 'payload.assist' } }, { aimMs: filterAimMs }),
    ask('deadLetter.groups: path', { filter: { path: 'payload.assist' } }, { aimMs: filterAimMs }),
    ask('deadLetter.choices', (round: number) => ({ from: ago(100 + round) })),
    ask('deadLetter.choices: last day', (round: number) => ({ from: ago(1 + round / 1_000) })),
    ask('deadLetter.choices: again', {}),
    ask('deadLetter.count: state', { query: { states: ['dead'] } }),
    ask('deadLetter.count: text', { query: { text: 'payload.assist' } }),
    ask('deadLetter.show', { id }),
    ask('deadLetter.compare', { id }),
    ask('deadLetter.checkEdit', { id, text: '{"type":"goal-scored"' }),
    ask('deadLetterGroup.show', { fingerprint }),
    ask('replay.list', {}),
    ask('replay.show: 20,000 letters', { id: '1' }, { path: 'replay.show' }),
    ask('replay.items', { id: '1', afterOrdinal: 15_000 }),
    ask('replay.items: by outcome', { id: '1', outcomes: ['dead_again'], limit: 500 }),
    ...searches.map(asked => ask(`event.search: ${JSON.stringify(asked)}`, { ...asked, limit: 100 })),
    ...houseQuestions().map(([name, input]) => ask(name, input)),
  ].map(question => ({ ...question, path: question.path.split(':')[0] ?? question.path }))
}
