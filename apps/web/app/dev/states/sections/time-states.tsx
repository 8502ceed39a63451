'use client'

import { KeyValueList } from '../../../../features/kit/display/key-value-list.tsx'
import { Bytes, Count, Duration, Rate } from '../../../../features/kit/time/quantities.tsx'
import { Time } from '../../../../features/kit/time/time.tsx'
import { useZone } from '../../../../features/kit/time/use-zone.ts'
import { Specimen, SpecimenGrid } from '../specimen.tsx'

const at = Date.UTC(2026, 10, 23, 5, 39, 12, 123)

export function TimeStates() {
  const { zone, choice } = useZone()
  return (
    <SpecimenGrid>
      <Specimen name={`Times (${choice}: ${zone})`}>
        <KeyValueList
          items={[
            { key: 'usual', label: 'As chosen', value: <Time at={at} /> },
            { key: 'absolute', label: 'Absolute', value: <Time at={at} show="absolute" /> },
            { key: 'clock', label: 'Clock', value: <Time at={at} show="clock" /> },
            { key: 'date', label: 'Date', value: <Time at={at} show="date" /> },
            { key: 'none', label: 'No time', value: <Time at="nonsense" /> },
          ]}
        />
      </Specimen>
      <Specimen name="Quantities">
        <KeyValueList
          items={[
            { key: 'short', label: 'Short', value: <Duration ms={0.4} /> },
            { key: 'long', label: 'Long', value: <Duration ms={7_500_000} /> },
            { key: 'bytes', label: 'Bytes', value: <Bytes value={1_400_000} /> },
            { key: 'count', label: 'Count', value: <Count value={12_345} unit="events" /> },
            { key: 'rate', label: 'Rate', value: <Rate value={640} /> },
            { key: 'absent', label: 'Not known', value: <Count value={null} /> },
          ]}
        />
      </Specimen>
    </SpecimenGrid>
  )
}
