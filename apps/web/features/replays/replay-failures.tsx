import Link from 'next/link'
import type { OperatorOutputs } from '../console/trpc-options.ts'
import { codeInWords } from '../dead-letters/letter-words.ts'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { failuresInWords } from './outcome-report.ts'

type Failures = OperatorOutputs['replay']['show']['failures']
const link = 'text-accent underline underline-offset-4'

/** What failed, or would, by fingerprint. */
export function ReplayFailures({ failures }: { failures: Failures }) {
  if (failures.length === 0) return null
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-2" aria-label="Failures by cause">
      {failures.map(({ fingerprint, errorCode, message, letters, letterId }) => (
        <li key={`${fingerprint} ${errorCode}`} className="rounded-lg bg-critical-soft px-3 py-2 text-sm">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-semibold">{codeInWords(errorCode ?? 'unknown')}</span>
            <span className="text-muted text-xs">
              {failuresInWords(letters)}, such as{' '}
              <Link
                href={`/console/dead-letters?view=letters&letter=${letterId}`}
                prefetch={false}
                className={link}
              >
                letter {letterId}
              </Link>
            </span>
            {fingerprint !== null && (
              <Link
                href={`/console/dead-letters?view=groups&group=${fingerprint}`}
                prefetch={false}
                className={`ml-auto text-xs ${link}`}
              >
                Its group
              </Link>
            )}
          </p>
          {message !== null && (
            <p className="mt-0.5 break-words text-xs">
              <VisibleText text={message} maxChars={400} />
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}
