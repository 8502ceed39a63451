import { classNames } from './class-names.ts'
import { VisibleText } from './visible-text.tsx'

export function Mono({ children, wrap = false }: { children: string; wrap?: boolean | undefined }) {
  return (
    <code
      className={classNames(
        'font-mono text-[0.8125rem]',
        wrap ? 'break-all' : 'whitespace-pre [&_bdi]:[overflow-wrap:normal]',
      )}
    >
      <VisibleText text={children} />
    </code>
  )
}
