'use client'

import { useMemo, useState } from 'react'
import { Button } from '../actions/button.tsx'
import { classNames } from '../display/class-names.ts'
import { Icon } from '../display/icon.tsx'
import { scrollStop } from '../display/scroll-stop.ts'
import { VisibleText } from '../display/visible-text.tsx'
import { type JsonNode, visibleNodes } from './json-nodes.ts'
import { isArray, isContainer, type JsonValue } from './json-value.ts'

interface JsonViewProps {
  readonly value: unknown
  readonly label?: string | undefined
  readonly firstNodes?: number | undefined
  readonly openDepth?: number | undefined
  /** In CSS; without it, it is as high as it has to be. */
  readonly height?: string | undefined
}

const indentPx = 16
const mostIndent = 20
const mostScalarChars = 600

/** A value as a tree: what is inside opens and closes, and only so much is drawn at once. */
export function JsonView({
  value,
  label = 'Payload',
  firstNodes = 200,
  openDepth = 2,
  height,
}: JsonViewProps) {
  const [most, setMost] = useState(firstNodes)
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const { nodes, more } = useMemo(
    () => visibleNodes(value, { mostNodes: most, openDepth, toggled }),
    [value, most, openDepth, toggled],
  )
  const toggle = (path: string) =>
    setToggled(before => {
      const next = new Set(before)
      if (!next.delete(path)) next.add(path)
      return next
    })
  return (
    <div
      {...scrollStop(label)}
      style={{ maxHeight: height }}
      className="overflow-auto rounded-lg border border-line bg-surface py-1.5 font-mono text-xs leading-5"
    >
      <ul>
        {nodes.map(node => (
          <Node key={node.path} node={node} onToggle={() => toggle(node.path)} />
        ))}
      </ul>
      {more && (
        <div className="px-2.5 py-1.5 font-sans">
          <Button size="sm" onClick={() => setMost(most + firstNodes)}>
            Show {firstNodes} more
          </Button>
        </div>
      )}
    </div>
  )
}

function Node({ node, onToggle }: { node: JsonNode; onToggle: () => void }) {
  const { name, open, depth } = node
  const inside = (
    <>
      {typeof name === 'string' && (
        <span className="text-info">
          <VisibleText text={name} maxChars={200} />:{' '}
        </span>
      )}
      {typeof name === 'number' && <span className="text-muted">{name}: </span>}
      <Value node={node} />
    </>
  )
  return (
    <li style={{ paddingLeft: Math.min(depth, mostIndent) * indentPx }} className="pr-2.5">
      {open === null ? (
        <div className="pl-6">{inside}</div>
      ) : (
        <button
          type="button"
          aria-expanded={open}
          onClick={onToggle}
          className="flex min-h-6 w-full items-center gap-1 rounded pl-1 text-left outline-offset-[-2px] hover:bg-raised"
        >
          <Icon name={open ? 'chevron-down' : 'chevron-right'} className="size-3.5 text-muted" />
          <span className="min-w-0">{inside}</span>
        </button>
      )}
    </li>
  )
}

const looks: Readonly<Record<string, string>> = {
  string: 'text-accent',
  number: 'text-ink tabular-nums',
  boolean: 'font-semibold text-ink',
}

function scalarText(value: JsonValue): string {
  return typeof value === 'string' ? `"${value}"` : String(value)
}

const plural = (count: number, one: string): string =>
  `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`

/** `[ 3 items` when open, `[ … 3 items ]` when closed, `[]` when there is nothing in it. */
function containerText({ value, open, size }: JsonNode): string {
  const [opening, closing] = isArray(value) ? ['[', ']'] : ['{', '}']
  if (size === 0) return opening + closing
  const counted = plural(size, isArray(value) ? 'item' : 'field')
  return open ? `${opening} ${counted}` : `${opening} … ${counted} ${closing}`
}

function Value({ node }: { node: JsonNode }) {
  const { value } = node
  if (isContainer(value)) return <span className="text-muted">{containerText(node)}</span>
  return (
    <span className={classNames('whitespace-pre-wrap', looks[typeof value] ?? 'text-muted italic')}>
      <VisibleText text={scalarText(value)} maxChars={mostScalarChars} />
    </span>
  )
}
