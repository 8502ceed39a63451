import { cutText, visiblePieces } from './visible.ts'

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
          <span key={place} data-tip={piece.hidden} className="rounded-sm bg-caution-soft text-caution">
            {piece.text}
          </span>
        ),
      )}
      {left > 0 && <span className="text-muted"> … {left.toLocaleString('en')} more characters</span>}
    </bdi>
  )
}
