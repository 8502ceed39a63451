'use client'

import { useRouter } from 'next/navigation'
import { lazy, type ReactNode, Suspense, use, useState } from 'react'
import { useAnnounce } from '../live/announce.tsx'
import { useToasts } from '../toasts/toasts.tsx'
import type { PaletteEntry, PaletteQuery } from './palette-entry.ts'
import { ShortcutRegistryContext } from './shortcut-context.ts'
import { AwaitedLayer } from './shortcut-layer.tsx'
import { ShortcutProvider } from './shortcut-provider.tsx'
import type { HeldShortcut } from './shortcut-registry.ts'
import { useShortcut } from './use-shortcut.ts'

const CommandPalette = lazy(() => import('./command-palette.tsx'))
const ShortcutHelp = lazy(() => import('./shortcut-help.tsx'))

interface CommandCentreProps {
  readonly pages: readonly PaletteEntry[]
  readonly onQuery?: PaletteQuery | undefined
  readonly children: ReactNode
}

/** Listens to keys, and opens the list of them and the command palette. */
export function CommandCentre({ pages, onQuery, children }: CommandCentreProps) {
  const announce = useAnnounce()
  const toasts = useToasts()
  const refuse = ({ label, disabledReason }: HeldShortcut) => {
    announce(`${label}: ${disabledReason}`)
    toasts.info(label, { description: disabledReason ?? undefined })
  }
  return (
    <ShortcutProvider onRefused={refuse}>
      {children}
      {pages.map(page => page.keys && page.href && <PageKeys key={page.id} page={page} />)}
      <Overlays pages={pages} onQuery={onQuery} />
    </ShortcutProvider>
  )
}

function PageKeys({ page }: { page: PaletteEntry }) {
  const router = useRouter()
  const { keys = '', href = '/', label } = page
  useShortcut({ keys, label, group: 'Go to', inPalette: false, run: () => router.push(href) })
  return null
}

interface Overlay {
  readonly kind: 'palette' | 'help'
  /** What held on the page when it was opened: underneath it, nothing does. */
  readonly held: readonly HeldShortcut[]
}

function Overlays({ pages, onQuery }: Omit<CommandCentreProps, 'children'>) {
  const registry = use(ShortcutRegistryContext)
  const [overlay, setOverlay] = useState<Overlay | null>(null)
  const open = (kind: Overlay['kind']) => () => setOverlay({ kind, held: registry.held() })
  const group = 'Console'
  useShortcut({ keys: 'mod+k', label: 'Command palette', group, inPalette: false, run: open('palette') })
  useShortcut({ keys: '?', label: 'Keys of this page', group, run: open('help') })
  if (!overlay) return null
  const close = () => setOverlay(null)
  return (
    <Suspense fallback={<AwaitedLayer />}>
      {overlay.kind === 'help' ? (
        <ShortcutHelp held={overlay.held} onClose={close} />
      ) : (
        <CommandPalette held={overlay.held} pages={pages} onQuery={onQuery} onClose={close} />
      )}
    </Suspense>
  )
}
