'use client'

import { Kbd } from '../../../features/kit/display/kbd.tsx'
import { PageHeader } from '../../../features/kit/display/page-header.tsx'
import { KitProvider } from '../../../features/kit/kit-provider.tsx'
import type { PaletteEntry } from '../../../features/kit/shortcuts/palette-entry.ts'
import { ZonePicker } from '../../../features/kit/time/zone-picker.tsx'
import { ThemeToggle } from '../../../features/theme/theme-toggle.tsx'
import { ActionStates } from './sections/action-states.tsx'
import { ChartStates } from './sections/chart-states.tsx'
import { DialogStates } from './sections/dialog-states.tsx'
import { DisplayStates } from './sections/display-states.tsx'
import { EmptyStates } from './sections/empty-states.tsx'
import { FieldStates } from './sections/field-states.tsx'
import { FilterStates } from './sections/filter-states.tsx'
import { JsonStates } from './sections/json-states.tsx'
import { ListStates } from './sections/list-states.tsx'
import { TimeStates } from './sections/time-states.tsx'

const sections = [
  { id: 'actions', title: 'Actions', States: ActionStates },
  { id: 'display', title: 'Display', States: DisplayStates },
  { id: 'empty', title: 'Empty, away, loading', States: EmptyStates },
  { id: 'list', title: 'Lists and details', States: ListStates },
  { id: 'filters', title: 'Filters', States: FilterStates },
  { id: 'fields', title: 'Fields', States: FieldStates },
  { id: 'dialogs', title: 'Dialogs and toasts', States: DialogStates },
  { id: 'time', title: 'Times and quantities', States: TimeStates },
  { id: 'json', title: 'Payloads and bytes', States: JsonStates },
  { id: 'charts', title: 'Charts', States: ChartStates },
] as const

const pages: readonly PaletteEntry[] = sections.map(({ id, title }) => ({ id, label: title, href: `#${id}` }))

async function findNothing(text: string): Promise<readonly PaletteEntry[]> {
  return [{ id: `found:${text}`, label: `Events with “${text}”`, group: 'Events', href: '#list' }]
}

export function States({ zoneCookie, nowMs }: { zoneCookie: string | undefined; nowMs: number }) {
  return (
    <KitProvider zoneCookie={zoneCookie} nowMs={nowMs} pages={pages} onQuery={findNothing}>
      <main id="content" className="mx-auto max-w-6xl px-4 py-6">
        <PageHeader
          title="Every component in every state"
          description={
            <>
              Press <Kbd keys="?" /> for the keys of this page and <Kbd keys="mod+k" /> for the command
              palette.
            </>
          }
          actions={
            <>
              <ZonePicker />
              <ThemeToggle />
            </>
          }
        />
        <nav aria-label="Index" className="mb-6 flex flex-wrap gap-1.5 text-sm">
          {sections.map(({ id, title }) => (
            <a
              key={id}
              href={`#${id}`}
              className="inline-flex h-7 items-center rounded-full border border-line-strong px-3 text-xs hover:bg-raised"
            >
              {title}
            </a>
          ))}
        </nav>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
          {sections.map(({ id, title, States: Section }) => (
            <section key={id} id={id} aria-labelledby={`${id}-title`}>
              <h2 id={`${id}-title`} className="mb-3 font-bold text-lg tracking-tight">
                {title}
              </h2>
              <Section />
            </section>
          ))}
        </div>
      </main>
    </KitProvider>
  )
}
