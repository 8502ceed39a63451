import { controlName, cutText, visiblePieces } from './visible.ts'

interface VisibleTextProps {
  readonly text: string
  /** The rest is counted, not shown. */
  readonly maxChars?: number | undefined
}

/** Foreign text as it is: hidden characters become signs, and its direction stays inside. */
export function VisibleText({ text, maxChars = 2_000 }: VisibleTextProps) {
  const shown = cutText(text, maxChars)
  const left = text.length - shown.length
  return (
    <bdi className="[overflow-wrap:anywhere]">
      {visiblePieces(shown).map((piece, place) =>
        piece.hidden === undefined ? (
          piece.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity beyond their place.
          <HiddenSign key={place} sign={piece.text} code={piece.hidden} />
        ),
      )}
      {left > 0 && <span className="text-muted"> … {left.toLocaleString('en')} more characters</span>}
    </bdi>
  )
}

/** Many fonts have no pictures of controls: their short names are drawn, the picture is what is copied. */
function HiddenSign({ sign, code }: { sign: string; code: string }) {
  const name = controlName(sign)
  return (
    <span
      data-tip={code}
      data-name={name || undefined}
      className={`mx-px rounded-sm bg-caution-soft text-caution ${name ? 'text-[0] before:px-0.5 before:font-medium before:text-[0.6875rem] before:content-[attr(data-name)]' : ''}`}
    >
      {sign}
    </span>
  )
}
