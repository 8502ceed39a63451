import { derby, type Evening } from './evening.ts'

/** A page of the web app as somebody opens it. */
export interface HousePage {
  /** Of its picture. */
  readonly name: string
  readonly path: string
  readonly heading: string | RegExp
  readonly title: RegExp
  /** What is there once it shows what it looked for. */
  readonly ready?: string
  /** What is scrolled to first, one after another. */
  readonly scrollTo?: readonly string[]
  /** Buttons that are pressed then, by their names. */
  readonly press?: readonly string[]
  /** And keys. */
  readonly keys?: readonly string[]
  /** It shows placeholders on purpose. */
  readonly showsPlaceholders?: boolean
  /** Whether it is a page by itself, whose first load is counted; else it is one with something open. */
  readonly isWhole?: boolean
}

const row = '[role="row"][data-place]'
const drawer = 'aside h2, [role="dialog"] h2'
const dialog = '[role="dialog"] h2'
const whole = { isWhole: true } as const

/** Every page of the console and what it can have open, as one finds it after an evening. */
export function consolePages(evening: Evening): readonly HousePage[] {
  return [...pipeline, ...deadLetters(evening), ...replays(evening), ...matches(evening), ...rest(evening)]
}

const pipelinePage = { heading: 'Pipeline', title: /^Pipeline · / }
const pipeline: readonly HousePage[] = [
  { ...pipelinePage, ...whole, name: 'pipeline', path: '/console', ready: '[data-edge]' },
  {
    ...{ ...pipelinePage, name: 'pipeline-charts', path: '/console?span=1h' },
    ...{ scrollTo: ['main >> text=Consumers', 'text=How it went'], ready: '.recharts-surface' },
  },
  { ...pipelinePage, name: 'pipeline-stage', path: '/console?node=ingest', ready: drawer },
  { ...pipelinePage, name: 'pipeline-tail', path: '/console?edge=ingest.log', ready: drawer },
]

function deadLetters({ letterId, fingerprint }: Evening): readonly HousePage[] {
  const page = { heading: 'Dead letters', title: /^Dead letters · / }
  const letter = `/console/dead-letters?view=letters&letter=${letterId}`
  return [
    { ...page, ...whole, name: 'dead-letter-groups', path: '/console/dead-letters?time=24h', ready: row },
    {
      ...page,
      name: 'dead-letter-group',
      path: `/console/dead-letters?time=24h&group=${fingerprint}`,
      ready: drawer,
    },
    {
      ...{
        ...page,
        name: 'dead-letter-group-replay',
        path: `/console/dead-letters?time=24h&group=${fingerprint}`,
      },
      ...{ press: ['Replay the group…'], ready: dialog },
    },
    { ...page, ...whole, name: 'dead-letters', path: '/console/dead-letters?view=letters', ready: row },
    { ...page, name: 'dead-letter', path: letter, ready: '[role="tabpanel"]' },
    ...['payload', 'bytes', 'edit', 'history', 'record'].map(tab => ({
      ...{ ...page, name: `dead-letter-${tab}`, path: `${letter}&tab=${tab}`, ready: '[role="tabpanel"]' },
    })),
  ]
}

const replays = ({ replays: { finished, stopped, awaiting } }: Evening): readonly HousePage[] => [
  {
    ...{ ...whole, name: 'replays', path: '/console/replays', ready: row },
    ...{ heading: 'Replays', title: /^Replays · / },
  },
  ...Object.entries({ finished, stopped, awaiting }).map(([name, id]) => ({
    ...{ name: `replay-${name}`, path: `/console/replays/${id}`, ready: row, isWhole: name === 'finished' },
    ...{ heading: `Replay ${id}`, title: new RegExp(`^Replay ${id} · `) },
  })),
]

const matches = ({ liveMatch, correctedMatch }: Evening): readonly HousePage[] => [
  {
    ...{ ...whole, name: 'matches', path: '/console/matches', ready: row },
    ...{ heading: 'Matches', title: /^Matches · / },
  },
  {
    ...{ ...whole, name: 'match', path: `/console/matches/${liveMatch}`, ready: row },
    ...{ heading: /.+ – .+|.+ v .+|.+/, title: new RegExp(`^${liveMatch} · `) },
  },
  {
    ...{ name: 'match-correction', path: `/console/matches/${correctedMatch}`, ready: dialog },
    ...{ heading: /Northgate/, title: new RegExp(`^${derby} · `), press: ['Correct the score…'] },
  },
  {
    ...{
      name: 'match-corrected',
      path: `/console/matches/${correctedMatch}`,
      ready: '[data-testid="correction"]',
    },
    ...{ heading: /Northgate/, title: new RegExp(`^${derby} · `) },
  },
]

function rest({ reportId, correctedMatch }: Evening): readonly HousePage[] {
  const events = { heading: 'Events', title: /^Events · / }
  const deliveries = { heading: 'Deliveries', title: /^Deliveries · / }
  const audit = { heading: 'Audit', title: /^Audit · / }
  const access = { heading: 'Access', title: /^Access · / }
  const people = { heading: 'People', title: /^People · / }
  return [
    { ...events, ...whole, name: 'events', path: '/console/events', ready: row },
    { ...events, name: 'events-found', path: '/console/events?text=goal', ready: row },
    {
      ...{ ...whole, name: 'event', path: `/console/events/${correctedMatch}/3`, ready: 'ol li' },
      ...{ heading: /derby-12 3/, title: /^Event 3 of derby-12 · / },
    },
    { ...deliveries, ...whole, name: 'deliveries', path: '/console/deliveries', ready: row },
    { ...deliveries, name: 'deliveries-gap', path: `/console/deliveries?report=${reportId}`, ready: drawer },
    {
      ...deliveries,
      name: 'deliveries-hours',
      path: '/console/deliveries?tab=accounts',
      ready: '.recharts-surface',
    },
    { ...deliveries, name: 'deliveries-sockets', path: '/console/deliveries?tab=watermarks', ready: row },
    {
      ...{ ...deliveries, name: 'deliveries-explain', ready: '[data-testid="explanation"], [role="alert"]' },
      path: `/console/deliveries?tab=explain&who=nobody&event=${correctedMatch}%2F1%3A2`,
    },
    { ...audit, ...whole, name: 'audit', path: '/console/audit', ready: row },
    { ...audit, name: 'audit-entry', path: '/console/audit?action=replay.create&entry=1', ready: drawer },
    { ...access, ...whole, name: 'access', path: '/console/access', ready: row },
    { ...access, name: 'access-new-key', path: '/console/access', press: ['New key'], ready: dialog },
    { ...access, name: 'access-revocations', path: '/console/access?view=revocations', ready: row },
    { ...access, name: 'access-grants', path: '/console/access?view=grants', ready: row },
    {
      ...{ ...access, name: 'access-new-grant', path: '/console/access?view=grants' },
      ...{ press: ['New grant…'], ready: dialog },
    },
    { ...people, ...whole, name: 'people', path: '/console/people', ready: row },
    { ...people, name: 'people-invite', path: '/console/people', press: ['Invite'], ready: dialog },
    {
      ...people,
      name: 'palette',
      path: '/console/people',
      keys: ['Control+k'],
      ready: '[role="dialog"] input',
    },
    { ...people, name: 'keys', path: '/console/people', keys: ['?'], ready: dialog },
  ]
}

/** What fans see. */
export const fanPages = ({ liveMatch }: Evening): readonly HousePage[] => [
  {
    ...{ ...whole, name: 'fan-matches', path: '/', ready: 'a[href^="/matches/"]' },
    ...{ heading: 'Matches', title: /^Touchline$/ },
  },
  {
    ...{
      ...whole,
      name: 'fan-match',
      path: `/matches/${liveMatch}`,
      ready: '[data-testid="feed-state"][data-status="live"]',
    },
    ...{ heading: /.+/, title: /Touchline$/ },
  },
]

/** Every component in every state. */
export const statesPage: HousePage = {
  ...{ name: 'states', path: '/dev/states', heading: /.+/, title: /^Every component in every state/ },
  showsPlaceholders: true,
}

/** The way in, for somebody who is not signed in. */
export const doorPages: readonly HousePage[] = [
  { ...whole, name: 'sign-in', path: '/sign-in', heading: 'Sign in', title: /^Sign in · / },
  {
    ...whole,
    name: 'sign-up',
    path: '/sign-up',
    heading: 'Create a fan account',
    title: /^Create an account · /,
  },
  {
    ...{ ...whole, name: 'second-factor', path: '/second-factor' },
    ...{ heading: 'Second step', title: /^Second step · / },
  },
]

const nowhere = 'nothing-is-called-so'
/** Words that messages show, and none here has. */
const noMessage = 'deadlock%20detected'

/** Lists that find nothing, and pages of what there is not. */
export const emptyPages: readonly HousePage[] = [
  ...[
    `/dead-letters?text=${noMessage}`,
    `/dead-letters?view=letters&text=${noMessage}`,
    '/replays?state=declined',
  ],
  ...[`/events?text=${nowhere}`, `/matches?text=${nowhere}`, '/deliveries?kind=account&report=999999'],
  ...['/deliveries?tab=explain', '/audit?actor=nobody', `/access?owner=${nowhere}`, `/people?q=${nowhere}`],
  ...[`/access?view=revocations&who=${nowhere}`, `/access?view=grants&partner=${nowhere}`],
  ...['/people?kind=fans', '/replays/999999', '/matches/none'],
  ...['/events/none/1', '/events?id=broadcast:none', '?at=2020-01-01T00:00:00.000Z', '/nowhere'],
].map(path => ({ name: path, path: `/console${path}`, heading: /.+/, title: /.+/ }))
