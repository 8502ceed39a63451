'use client'

import { useState } from 'react'
import { Checkbox } from '../../../../features/kit/fields/checkbox.tsx'
import { SegmentedChoice } from '../../../../features/kit/fields/choice.tsx'
import { Combobox } from '../../../../features/kit/fields/combobox.tsx'
import { MultiSelect } from '../../../../features/kit/fields/multi-select.tsx'
import { SearchField } from '../../../../features/kit/fields/search-field.tsx'
import { Select } from '../../../../features/kit/fields/select.tsx'
import { Switch } from '../../../../features/kit/fields/switch.tsx'
import { TextArea } from '../../../../features/kit/fields/text-area.tsx'
import { TextField } from '../../../../features/kit/fields/text-field.tsx'
import { Specimen, SpecimenGrid } from '../specimen.tsx'

const roles = [
  { value: 'viewer', label: 'Viewer', hint: 'Sees everything, changes nothing' },
  { value: 'operator', label: 'Operator' },
  { value: 'admin', label: 'Admin' },
] as const
const teams = ['Ajax', 'Celtic', 'Feyenoord', 'Porto', 'Rangers', 'Sevilla'].map(label => ({
  value: label.toLowerCase(),
  label,
}))
const notYours = 'Your role may look, not change'

export function FieldStates() {
  return (
    <SpecimenGrid>
      <TextStates />
      <ChoiceStates />
    </SpecimenGrid>
  )
}

function TextStates() {
  const [text, setText] = useState('Second half')
  const [query, setQuery] = useState('')
  return (
    <Specimen name="Text">
      <div className="grid gap-3">
        <TextField label="Name" value={text} onChange={setText} hint="Seen by everybody" required />
        <TextField
          label="With a fault"
          value="9 min"
          onChange={setText}
          error="Write a number of seconds"
          mono
        />
        <TextField label="Not to be changed" value="m-2041" onChange={setText} disabledReason={notYours} />
        <TextArea label="Note" value={text} onChange={setText} rows={2} />
        <SearchField label="Search events" value={query} onChange={setQuery} shortcut="/" />
      </div>
    </Specimen>
  )
}

function ChoiceStates() {
  const [role, setRole] = useState<'viewer' | 'operator' | 'admin'>('operator')
  const [team, setTeam] = useState<string | null>('ajax')
  const [many, setMany] = useState<readonly string[]>(['ajax', 'porto'])
  const [on, setOn] = useState(true)
  return (
    <Specimen name="Choices">
      <div className="grid gap-3">
        <div className="grid gap-3 sm:grid-cols-2">
          <Select label="Role" value={role} onChange={setRole} options={roles} />
          <Select
            label="Cannot be chosen"
            value={role}
            onChange={setRole}
            options={roles}
            disabledReason={notYours}
          />
          <Combobox label="Team" value={team} onChange={setTeam} options={teams} />
          <MultiSelect label="Teams" values={many} onChange={setMany} options={teams} />
        </div>
        <SegmentedChoice label="Speed" value={role} onChange={setRole} options={roles} />
        <div className="grid gap-1 sm:grid-cols-2">
          <Checkbox label="Also the failed" checked={on} onChange={setOn} hint="Those that failed twice" />
          <Checkbox label="Some of them" checked="mixed" onChange={setOn} />
          <Checkbox label="Off" checked={false} onChange={setOn} />
          <Checkbox label="Not allowed" checked onChange={setOn} disabledReason={notYours} />
          <Switch label="Automatic replay" checked={on} onChange={setOn} hint="At 02:00 UTC" />
          <Switch label="Not allowed" checked={false} onChange={setOn} disabledReason={notYours} />
        </div>
      </div>
    </Specimen>
  )
}
