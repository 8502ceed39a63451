'use client'

import { type KeyboardEvent, type Ref, type UIEvent, useId, useMemo, useRef } from 'react'
import { Button } from '../actions/button.tsx'
import { classNames } from '../display/class-names.ts'
import { Icon } from '../display/icon.tsx'
import { hasHiddenCharacters } from '../display/visible.ts'
import { VisibleText } from '../display/visible-text.tsx'
import { chordOf } from '../shortcuts/match-keys.ts'
import { formatBytes } from '../time/format-quantity.ts'
import { type EditorFault, editorState } from './editor-state.ts'

interface JsonEditorProps {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
  /** What a schema has against it, by JSON pointer. */
  readonly faults?: readonly { readonly path: string; readonly message: string }[] | undefined
  /** Mod and enter. */
  readonly onSubmit?: (() => void) | undefined
  readonly readOnly?: boolean | undefined
  readonly height?: string | undefined
  readonly maxBytes?: number | undefined
}

const usualMaxBytes = 1_000_000
const noFaults: NonNullable<JsonEditorProps['faults']> = []

/** A text of JSON with its lines numbered; what is wrong stands below, with its line. */
export function JsonEditor(props: JsonEditorProps) {
  const {
    label,
    value,
    onChange,
    faults = noFaults,
    onSubmit,
    readOnly,
    height = '22rem',
    maxBytes = usualMaxBytes,
  } = props
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLDivElement>(null)
  const { parsed, told, bytes, lineCount } = useMemo(
    () => editorState(value, faults, maxBytes),
    [value, faults, maxBytes],
  )
  const onKeyDown = (event: KeyboardEvent) => {
    if (chordOf(event) !== 'mod+enter' || !onSubmit) return
    event.preventDefault()
    onSubmit()
  }
  const onScroll = (event: UIEvent<HTMLTextAreaElement>) => {
    if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop
  }
  const goTo = (line: number) => {
    const at =
      value
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0)
    area.current?.focus()
    area.current?.setSelectionRange(at, at)
  }
  return (
    <div>
      <div className="mb-1 flex items-center justify-between gap-2">
        <label htmlFor={id} className="font-medium text-xs">
          {label}
        </label>
        <Button
          size="sm"
          variant="quiet"
          disabledReason={
            readOnly ? 'It is shown only' : parsed ? null : 'What is no JSON cannot be formatted'
          }
          onClick={() => parsed && onChange(JSON.stringify(parsed.value, null, 2))}
        >
          Format
        </Button>
      </div>
      <div
        style={{ height }}
        className="flex overflow-hidden rounded-lg border border-line-strong bg-surface font-mono text-xs leading-5 focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-2"
      >
        <Gutter gutterRef={gutter} lineCount={lineCount} faults={told} />
        <textarea
          id={id}
          ref={area}
          value={value}
          onChange={event => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          onScroll={onScroll}
          readOnly={readOnly}
          spellCheck={false}
          autoComplete="off"
          wrap="off"
          aria-invalid={told.length > 0 || undefined}
          aria-describedby={`${id}-told`}
          className="min-w-0 flex-1 resize-none whitespace-pre bg-transparent px-2.5 py-2 text-ink outline-none"
        />
      </div>
      <div id={`${id}-told`} className="mt-1.5 text-xs">
        <Faults faults={told} onGoTo={goTo} />
        {hasHiddenCharacters(value.replaceAll('\n', '').replaceAll('\t', '')) && (
          <p className="text-caution">
            This text holds characters that are not seen or that turn text round.
          </p>
        )}
        <p className="text-muted tabular-nums">
          {lineCount.toLocaleString('en')} {lineCount === 1 ? 'line' : 'lines'}, {formatBytes(bytes)}
        </p>
      </div>
    </div>
  )
}

interface GutterProps {
  readonly gutterRef: Ref<HTMLDivElement>
  readonly lineCount: number
  readonly faults: readonly EditorFault[]
}

const mostNumbered = 20_000

function Gutter({ gutterRef, lineCount, faults }: GutterProps) {
  const faulty = new Set(faults.map(({ line }) => line))
  const numbers = Array.from({ length: Math.min(lineCount, mostNumbered) }, (_, place) =>
    faulty.has(place + 1) ? `! ${place + 1}` : `${place + 1}`,
  )
  return (
    <div
      ref={gutterRef}
      aria-hidden="true"
      className="select-none overflow-hidden whitespace-pre border-line border-r bg-raised px-2 py-2 text-right text-muted tabular-nums"
    >
      {numbers.join('\n')}
    </div>
  )
}

const mostFaults = 50

function Faults({ faults, onGoTo }: { faults: readonly EditorFault[]; onGoTo: (line: number) => void }) {
  return (
    <div role="status">
      <ul className={classNames(faults.length > 0 && 'mb-1 grid gap-0.5')}>
        {faults.slice(0, mostFaults).map(fault => (
          <li key={`${fault.path}:${fault.message}`} className="flex items-start gap-1.5 text-critical">
            <Icon name="alert" className="mt-1 size-3.5" />
            <span className="min-w-0 pt-0.5">
              {fault.path !== '' && (
                <code className="font-semibold">
                  <VisibleText text={fault.path} maxChars={300} />{' '}
                </code>
              )}
              <VisibleText text={fault.message} maxChars={500} />
            </span>
            {fault.line !== null && (
              <button
                type="button"
                onClick={() => onGoTo(fault.line ?? 1)}
                className="min-h-6 shrink-0 rounded px-1 underline"
              >
                line {fault.line}
                {fault.column === null ? '' : `, column ${fault.column}`}
              </button>
            )}
          </li>
        ))}
        {faults.length > mostFaults && (
          <li className="text-critical">and {faults.length - mostFaults} more</li>
        )}
      </ul>
    </div>
  )
}
