import { type Cast, other } from './cast.ts'
import type { Random } from './random.ts'
import { hundredth } from './recorder.ts'
import type { Moment, ScriptedEvent } from './scripted-event.ts'

type Template = { readonly lang: string; readonly text: string }

/** Some carry markup and scripts, as strangers' posts do: whoever shows them has to clean them. */
const onGoal: readonly Template[] = [
  { lang: 'en', text: 'GOOOAL {player}! {score} ⚽🔥' },
  { lang: 'en', text: '<b>{player}</b>, take a bow!! {score}' },
  { lang: 'en', text: 'I was in the queue for pies. I missed it. {score} 😭' },
  { lang: 'en', text: '{club} <script>alert("goal")</script>are unstoppable' },
  { lang: 'es', text: '¡GOLAZO de {player}! {score} 👏👏' },
  { lang: 'es', text: 'Qué partido de {club} <img src=x onerror=alert(1)> madre mía' },
  { lang: 'pt', text: 'Que golo do {player}!!! {score} 💥' },
  { lang: 'fr', text: 'Quel but de {player} ! {score} 😍' },
  { lang: 'de', text: 'TOOOR! {player} macht das {score} 🎉' },
  { lang: 'it', text: 'Che gol di {player}, {club} in paradiso &amp; oltre' },
  { lang: 'ja', text: '{player}のゴール！ {score} 🙌' },
  { lang: 'ar', text: 'هدف رائع من {player} {score}' },
  { lang: 'nl', text: 'Wat een doelpunt van {player}! {score} 👨‍👩‍👧‍👦' },
]
const onOwnGoal: readonly Template[] = [
  { lang: 'en', text: 'Spare a thought for {player} tonight 🙈 {score}' },
  { lang: 'en', text: '<i>Thank you</i>, {player}! Signed, {club} 😂' },
  { lang: 'es', text: 'En propia puerta... {score} 🤦' },
  { lang: 'de', text: 'Eigentor von {player}! {score} 😱' },
  { lang: 'pt', text: 'Autogolo! {score} 🫣' },
]
const onCard: readonly Template[] = [
  { lang: 'en', text: 'Never a card on {player}, ref!! 🙄' },
  { lang: 'en', text: 'About time {player} was booked <a href="https://example.com">replay</a>' },
  { lang: 'es', text: 'Esa tarjeta a {player} era clarísima 🟨' },
  { lang: 'de', text: 'Karte für {player}? Lächerlich.' },
]
const onFullTime: readonly Template[] = [
  { lang: 'en', text: 'Full time, {score}. What a night at {venue} 🏟️' },
  { lang: 'fr', text: 'Terminé : {score}. Quel match !' },
  { lang: 'pt', text: 'Fim de jogo, {score} 👏' },
]
const fans = [
  'quayside',
  'weirlane',
  'terrace',
  'offside',
  'lastminute',
  'pieandbovril',
  'awayday',
  'northstand',
]

export interface PostOptions {
  readonly matchId: string
  readonly random: Random
  readonly cast: Cast
  readonly moments: readonly Moment[]
}

/** What fans write about each moment in the minute after it. */
export function scriptPosts(options: PostOptions): ScriptedEvent[] {
  const { matchId, moments } = options
  return moments
    .flatMap(moment => reactions(moment, options))
    .sort((a, b) => a.atSeconds - b.atSeconds)
    .map(({ atSeconds, payload }, index) => ({
      source: 'social',
      atSeconds,
      draft: { matchId, sourceEventId: `${matchId}:p${index + 1}`, type: 'post-published', payload },
    }))
}

function reactions(moment: Moment, { random, cast }: PostOptions) {
  const [templates, least, most] = audience(moment)
  return Array.from({ length: random.integer(least, most) }, () => {
    const { lang, text } = random.pick(templates)
    return {
      atSeconds: hundredth(moment.atSeconds + random.between(4, 75)),
      payload: {
        author: `${random.pick(fans)}_${random.integer(10, 9_999)}`,
        text: fill(text, moment, cast),
        ...(random.chance(0.8) && { lang }),
        likes: random.integer(0, 900),
      },
    }
  })
}

function audience(moment: Moment): readonly [readonly Template[], number, number] {
  if (moment.kind === 'goal') return [onGoal, 8, 14]
  if (moment.kind === 'own-goal') return [onOwnGoal, 8, 14]
  return moment.kind === 'card' ? [onCard, 1, 4] : [onFullTime, 4, 8]
}

function fill(text: string, moment: Moment, cast: Cast): string {
  const values: Record<string, string> = {
    venue: cast.venue,
    player: 'player' in moment ? moment.player : '',
    club: 'side' in moment ? cast[moment.side].club : cast.home.club,
    rivals: 'side' in moment ? cast[other(moment.side)].club : cast.away.club,
    score: 'score' in moment ? `${moment.score.home}-${moment.score.away}` : '',
  }
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? name)
}
