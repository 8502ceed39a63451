import { VisibleText } from '../kit/display/visible-text.tsx'
import { codeInWords } from './letter-words.ts'

interface FaultTextProps {
  readonly code: string | null
  readonly message: string | null
}

/** What went wrong: the code in words, and what was said. */
export function FaultText({ code, message }: FaultTextProps) {
  return (
    <span>
      {code !== null && <span className="font-medium">{codeInWords(code)} </span>}
      <span className="text-muted">
        <VisibleText text={message ?? ''} maxChars={200} />
      </span>
    </span>
  )
}
