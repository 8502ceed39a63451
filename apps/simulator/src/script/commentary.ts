import { emit, type Recorder } from './recorder.ts'

/** `{player}`, `{club}`, `{rivals}`, `{score}` and `{other}` are filled in. */
const lines = {
  scheduled: ['Welcome to {venue}, where {club} meet {rivals} this evening.'],
  'kick-off': ['We are under way at {venue}.', 'The referee blows, and {club} get us started.'],
  restart: ['Back under way for the second half.', 'The teams are out again, no time wasted.'],
  'half-time': ['Half time: {score}.', 'That is the break, and it is {score}.'],
  'full-time': ['Full time at {venue}: {score}.', 'It is all over, {score}.'],
  goal: [
    'GOAL for {club}! {player} finds the corner, and it is {score}.',
    'GOAL! {player} makes no mistake. {score}.',
    'In it goes! {player} sends the {club} end wild. {score}.',
  ],
  penalty: ['GOAL! {player} sends the keeper the wrong way from the spot. {score}.'],
  'free-kick': ['GOAL! What a free kick by {player}, over the wall and in. {score}.'],
  'own-goal': ['Oh no. {player} turns it into the wrong net, and it is {score}.'],
  saved: ['{player} shoots, and the keeper gets down well.', 'A strong hand keeps out {player}.'],
  'off-target': ['{player} drags it wide.', '{player} leans back, and it clears the bar.'],
  blocked: [
    '{player} lets fly, but {rivals} get a body in the way.',
    'Charged down! {player} had a sight of goal.',
  ],
  woodwork: ['Off the post! {player} was a coat of paint away.'],
  yellow: ['{player} goes into the book.', 'Late from {player}: a yellow card, and no complaints.'],
  'second-yellow': ['A second yellow for {player}! {club} are a man short.'],
  red: ['Straight red for {player}! {club} will have to do this with ten.'],
  substitution: ['A change for {club}: {player} comes on for {other}.'],
  injury: ['{player} is down and the physio is on.', 'A worry for {club}: {player} is holding a hamstring.'],
  colour: [
    '{club} are seeing more of the ball now.',
    'Patient stuff from {club}, side to side.',
    '{rivals} are happy to sit deep and wait.',
    'The tempo has dropped a little here.',
    '{player} wants it to feet and is not getting it.',
    'Good shape from {rivals}, no way through.',
  ],
} as const satisfies Record<string, readonly string[]>
export type Remark = keyof typeof lines

export interface RemarkNames {
  readonly player?: string
  readonly other?: string
}

/** Publishes a remark about the side in possession. */
export function comment(match: Recorder, remark: Remark, names: RemarkNames = {}): void {
  const { cast, random, side, score } = match
  const rivals = side === 'home' ? cast.away : cast.home
  const values: Record<string, string> = {
    club: cast[side].club,
    rivals: rivals.club,
    venue: cast.venue,
    score: `${cast.home.club} ${score.home}, ${cast.away.club} ${score.away}`,
    ...names,
  }
  const text = random
    .pick<string>(lines[remark])
    .replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? name)
  emit(match, 'commentary-published', { text, lang: 'en' })
}
