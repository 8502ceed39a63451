'use client'

import { useState } from 'react'
import { Button, IconButton } from '../../../../features/kit/actions/button.tsx'
import { ButtonLink } from '../../../../features/kit/actions/button-link.tsx'
import { CopyButton } from '../../../../features/kit/actions/copy-button.tsx'
import { Menu } from '../../../../features/kit/actions/menu.tsx'
import { Tooltip } from '../../../../features/kit/actions/tooltip.tsx'
import { Icon } from '../../../../features/kit/display/icon.tsx'
import { Tabs } from '../../../../features/kit/tabs/tabs.tsx'
import { Specimen, SpecimenGrid, SpecimenRow } from '../specimen.tsx'

const nothing = () => undefined

export function ActionStates() {
  return (
    <SpecimenGrid>
      <Specimen name="Buttons">
        <div className="grid gap-3">
          <SpecimenRow>
            <Button variant="primary" shortcut="r">
              Replay
            </Button>
            <Button>Secondary</Button>
            <Button variant="quiet">Quiet</Button>
            <Button variant="danger">Discard</Button>
            <ButtonLink href="#list">A link</ButtonLink>
          </SpecimenRow>
          <SpecimenRow>
            <Button variant="primary" disabledReason="Your role may look, not replay">
              Not allowed
            </Button>
            <Button variant="danger" disabledReason="Select a row first">
              Nothing selected
            </Button>
            <Button variant="primary" pending>
              Replaying
            </Button>
            <Button pending>Waiting</Button>
          </SpecimenRow>
          <SpecimenRow>
            <Button size="sm" variant="primary">
              Small
            </Button>
            <Button size="sm" icon={<Icon name="refresh" className="size-3.5" />}>
              With a mark
            </Button>
            <IconButton label="More" icon={<Icon name="more" />} />
            <IconButton
              label="Remove"
              size="sm"
              icon={<Icon name="cross" />}
              disabledReason="Only its owner can"
            />
            <CopyButton text="m-2041:118" />
          </SpecimenRow>
        </div>
      </Specimen>
      <Specimen name="Menu, tooltip, tabs">
        <SpecimenRow>
          <Menu
            label="Actions"
            items={[
              { kind: 'heading', id: 'h', label: 'This group' },
              { id: 'replay', label: 'Replay all', shortcut: 'r', onSelect: nothing },
              { id: 'open', label: 'Open its page', href: '#list' },
              { id: 'owner', label: 'Give it an owner', disabledReason: 'Operators only' },
              { kind: 'separator', id: 's' },
              { id: 'discard', label: 'Discard all', danger: true, onSelect: nothing },
            ]}
          />
          <Tooltip text="Seen on hover and on focus">
            <button type="button" className="h-6 underline decoration-dotted">
              A tooltip
            </button>
          </Tooltip>
        </SpecimenRow>
        <div className="mt-4">
          <TabStates />
        </div>
      </Specimen>
    </SpecimenGrid>
  )
}

function TabStates() {
  const [tab, setTab] = useState<'payload' | 'bytes' | 'attempts'>('payload')
  return (
    <Tabs
      label="Parts of a dead letter"
      value={tab}
      onChange={setTab}
      tabs={[
        { value: 'payload', label: 'Payload', panel: <p className="text-sm">The payload.</p> },
        { value: 'bytes', label: 'Raw bytes', panel: <p className="text-sm">The bytes.</p> },
        { value: 'attempts', label: 'Attempts', count: 4, panel: <p className="text-sm">The attempts.</p> },
      ]}
    />
  )
}
