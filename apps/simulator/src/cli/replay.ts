import { readCliEnv } from '../env.ts'
import { readPartnerSecret, secretPlace } from '../partner/partner-secret.ts'
import { createWebhookSender } from '../partner/webhook-sender.ts'
import type { Expectation } from '../replay/expectation.ts'
import { RecordingFault } from '../replay/read-file.ts'
import { type Recording, readRecording } from '../replay/recording.ts'
import { type ReplayOutcome, replay } from '../replay/replay.ts'
import { type Verdict, verify } from '../replay/verify.ts'
import { createProgress, progressKind } from './progress.ts'
import { type ReplayArguments, readReplayArguments, replayHelp } from './replay-options.ts'
import { CliFault, runCli } from './run-cli.ts'

async function playFile(signal: AbortSignal): Promise<number> {
  const args = readReplayArguments(process.argv.slice(2))
  if (!args) {
    process.stdout.write(replayHelp)
    return 0
  }
  const { events, expected, ...match } = await recordingOf(args)
  const progress = createProgress(progressKind(args.json), events.length, 'events')
  let retried = 0
  const send = createWebhookSender({
    ingestUrl: args.ingestUrl,
    partner: { name: args.partner, secret: args.secret ?? readPartnerSecret(args.partner, readCliEnv()) },
    patienceMs: args.patienceMs,
    onRetry: ({ reason, waitMs }) => {
      retried += 1
      progress.say(`${args.ingestUrl}: ${reason}; again in ${(waitMs / 1_000).toFixed(1)} s`)
    },
  })
  const startedMs = performance.now()
  const onProgress = (sent: number) => progress.update(sent, `${retried} retries`)
  const played = replay({ ...args, events, send, signal, onProgress })
  const outcome = await played.finally(() => progress.stop())
  const seconds = (performance.now() - startedMs) / 1_000
  const complaint = complaintOf(outcome, args) ?? unread(match)
  const verdict =
    args.verify && !complaint ? await verify(args.gatewayUrl, match.matchId, expected) : undefined
  const failed = complaint ?? disagreement(verdict)
  const { accepted, refused } = outcome
  const result = {
    ...match,
    expected,
    accepted,
    refused,
    retried,
    seconds,
  }
  if (args.json)
    process.stdout.write(`${JSON.stringify({ ...result, ok: !failed, verdict: verdict ?? null }, null, 2)}\n`)
  else process.stdout.write(report(result, verdict))
  if (failed) throw new CliFault(failed)
  return 0
}

async function recordingOf(args: ReplayArguments): Promise<Recording> {
  try {
    return await readRecording(args)
  } catch (error) {
    if (error instanceof RecordingFault) throw new CliFault(`${args.file}: ${error.message}`)
    throw error
  }
}

function unread({ faults }: Pick<Recording, 'faults'>): string | undefined {
  const [first] = faults
  return (
    first && `${faults.length} elements of the file can't be read. The first: ${first.path}: ${first.message}`
  )
}

function complaintOf(
  outcome: ReplayOutcome,
  { ingestUrl, partner, secret }: ReplayArguments,
): string | undefined {
  switch (outcome.kind) {
    case 'played':
      return outcome.refused === 0
        ? undefined
        : `${outcome.refused} events were refused. The first: ${outcome.firstFault}`
    case 'gave-up':
      return `${ingestUrl} can't be used: ${outcome.reason}; given up after ${Math.round(outcome.triedMs / 1_000)} s`
    case 'turned-away': {
      if (outcome.code !== 'invalid-signature')
        return `${ingestUrl} answers ${outcome.status} ${outcome.code}: ${outcome.message}`
      const place = secret === undefined ? secretPlace(readCliEnv()) : '--secret'
      return `the secret of the partner "${partner}" is wrong (401). It comes from ${place}; ingest has another`
    }
  }
}

function disagreement(verdict: Verdict | undefined): string | undefined {
  if (verdict?.kind === 'unknown') return `it can't be verified: ${verdict.reason}`
  return verdict?.kind === 'differs' ? 'the match is not as the file has it' : undefined
}

interface Result extends Omit<Recording, 'events'> {
  readonly expected: Expectation
  readonly accepted: number
  readonly refused: number
  readonly retried: number
  readonly seconds: number
}

function report({ matchId, home, away, expected, ...sent }: Result, verdict: Verdict | undefined): string {
  const { score, penalties, yellowCards, redCards } = expected
  const yellow = yellowCards.home + yellowCards.away
  const red = redCards.home + redCards.away
  const shootOut = penalties ? ` (${penalties.home}–${penalties.away} on penalties)` : ''
  const lines = [
    `${matchId}: ${sent.accepted} of ${expected.events} events accepted, ${sent.refused} refused, ${sent.retried} retries, ${sent.seconds.toFixed(1)} s`,
    `The file has ${home} ${score.home}, ${away} ${score.away}${shootOut}; ${yellow} yellow and ${red} red cards.`,
  ]
  if (verdict && verdict.kind !== 'unknown') {
    const { seen } = verdict
    lines.push(
      `The gateway has ${seen.score.home}-${seen.score.away} after ${seen.lastSeq} events: it ${verdict.kind}.`,
    )
  }
  return `${lines.join('\n')}\n`
}

await runCli('replay', playFile)
