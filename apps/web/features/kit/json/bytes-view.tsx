'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { scrollStop } from '../display/scroll-stop.ts'
import { formatBytes } from '../time/format-quantity.ts'
import { hexRow, hexRowCount } from './hex-rows.ts'

interface BytesViewProps {
  readonly bytes: Uint8Array
  readonly label?: string | undefined
  readonly height?: string | undefined
}

const rowPx = 20

/** The bytes as they came: offset, hex and what of it is text. */
export function BytesView({ bytes, label = 'Raw bytes', height = '22rem' }: BytesViewProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: hexRowCount(bytes),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
    useFlushSync: false,
    initialRect: { width: 0, height: 320 },
  })
  if (bytes.length === 0) return <p className="text-muted text-sm">No bytes at all.</p>
  return (
    <div>
      <div
        ref={scroller}
        {...scrollStop(label)}
        style={{ maxHeight: height }}
        className="overflow-auto rounded-lg border border-line bg-surface font-mono text-xs"
      >
        <div className="sticky top-0 z-10 flex w-max min-w-full gap-6 border-line border-b bg-raised px-2.5 py-1 font-sans text-muted">
          <span className="w-[8ch] font-mono">offset</span>
          <span className="w-[48ch] font-mono">hex</span>
          <span className="font-mono">text</span>
        </div>
        <div className="relative min-w-[80ch]" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = hexRow(bytes, index)
            return (
              <div
                key={index}
                className="absolute top-0 left-0 flex gap-6 whitespace-pre px-2.5 leading-5"
                style={{ transform: `translateY(${start}px)` }}
              >
                <span className="w-[8ch] text-muted">{row.offset}</span>
                <span className="w-[48ch]">{row.hex}</span>
                <span className="text-accent">{row.text}</span>
              </div>
            )
          })}
        </div>
      </div>
      <p className="mt-1 text-muted text-xs tabular-nums">
        {formatBytes(bytes.length)} ({bytes.length.toLocaleString('en')} bytes)
      </p>
    </div>
  )
}
