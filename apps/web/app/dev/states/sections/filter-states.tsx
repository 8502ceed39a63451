'use client'

import { useState } from 'react'
import { FilterBar } from '../../../../features/kit/filters/filter-bar.tsx'
import {
  type FilterField,
  type FilterValues,
  scopeOf,
} from '../../../../features/kit/filters/filter-field.ts'
import { type SavedView, SavedViewsMenu } from '../../../../features/kit/filters/saved-views-menu.tsx'
import { Specimen } from '../specimen.tsx'

const fields: readonly FilterField[] = [
  { name: 'q', label: 'Search', kind: 'text', main: true, placeholder: 'Text, code or payload path' },
  {
    name: 'stage',
    label: 'Stage',
    kind: 'many',
    options: ['parse', 'store', 'relay', 'send'].map((value, place) => ({
      value,
      label: value,
      count: (place + 1) * 311,
    })),
  },
  {
    name: 'state',
    label: 'State',
    kind: 'choice',
    options: [
      { value: 'unresolved', label: 'Unresolved' },
      { value: 'resolved', label: 'Resolved' },
      { value: 'ignored', label: 'Ignored', hint: 'Until a time or a count' },
    ],
  },
  { name: 'when', label: 'Seen', kind: 'time-range' },
  { name: 'path', label: 'Payload path', kind: 'text', mono: true, placeholder: '/player/id' },
]

const savedViews: readonly SavedView[] = [
  { id: '1', name: 'Tonight, unresolved', shared: true, mine: false, query: 'state=unresolved' },
  { id: '2', name: 'Mine', shared: false, mine: true, query: 'stage=parse' },
]

export function FilterStates() {
  const [values, setValues] = useState<FilterValues>({ stage: ['parse', 'store', 'relay'], when: '1h' })
  const [views, setViews] = useState(savedViews)
  return (
    <Specimen name="Filter bar with saved views">
      <FilterBar fields={fields} values={values} onChange={setValues}>
        <SavedViewsMenu
          views={views}
          current="state=unresolved"
          onApply={() => undefined}
          onSave={(name, shared) => setViews([...views, { id: name, name, shared, mine: true, query: name }])}
          onRemove={view => setViews(views.filter(one => one !== view))}
        />
      </FilterBar>
      <p className="break-all font-mono text-muted text-xs">{scopeOf(values)}</p>
    </Specimen>
  )
}
