import { fingerprintOf } from '@touchline/contracts/fingerprint'
import { type ReplayLetter, type Settlement, settleReplays, type Transaction } from '@touchline/db'
import { maxValueBytes } from '@touchline/streams'
import { toRecord } from './to-record.ts'

/** What no log takes is dead again at once: it must not keep the rest of its replay from being sent. */
export async function withoutTooLarge(
  tx: Transaction,
  letters: readonly ReplayLetter[],
  { replayId, build }: { readonly replayId: string; readonly build: string },
): Promise<ReplayLetter[]> {
  const sizeOf = (letter: ReplayLetter) => toRecord(replayId, letter).record.value.byteLength
  const tooLarge = letters.filter(letter => sizeOf(letter) > maxValueBytes)
  await settleReplays(
    tx,
    tooLarge.map(
      ({ letterId, stage }): Settlement => ({
        ...{ replayId, letterId, outcome: 'dead_again', message },
        death: {
          ...causeAt(stage),
          disposition: 'poison',
          evidence: 'the log takes no record so large',
          build,
        },
      }),
    ),
  )
  return letters.filter(letter => !tooLarge.includes(letter))
}

const message = `the record has more than the ${maxValueBytes} bytes that the log takes`
const errorCode = 'payload-too-large'

function causeAt(stage: string) {
  const { fingerprint, version } = fingerprintOf({ stage, code: errorCode, message, value: undefined })
  return { errorCode, fingerprint, fingerprintVersion: version }
}
