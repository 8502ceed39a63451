'use client'

import { lazy, Suspense, useState } from 'react'
import { classNames } from '../kit/display/class-names.ts'
import { Panel } from '../kit/display/panel.tsx'
import { scrollStop } from '../kit/display/scroll-stop.ts'
import { ErrorState } from '../kit/states/error-state.tsx'
import { SkeletonTable } from '../kit/states/skeleton.tsx'
import { ConsumerRow } from './consumer-row.tsx'
import { ResetsList } from './resets-list.tsx'
import { useConsumers } from './use-consumers.ts'

const PauseDialog = lazy(() => import('./pause-dialog.tsx'))
const ResetDialog = lazy(() => import('./reset-dialog.tsx'))

type Asked = { readonly id: string; readonly what: 'pause' | 'reset' } | null

const columns = ['State', 'Waiting', 'Behind', 'Retention left', 'Handled', 'In flight'] as const

/** The consumers that may be paused and reset; of now, whatever minute is looked at. */
export function ConsumersPanel() {
  const consumers = useConsumers()
  const [asked, setAsked] = useState<Asked>(null)
  const close = () => setAsked(null)
  const chosen = consumers.data?.items.find(({ id }) => id === asked?.id)
  return (
    <Panel title="Consumers" id="consumers" padded={false}>
      {!consumers.data && consumers.error && (
        <ErrorState message={consumers.error.message} onRetry={() => consumers.refetch()} />
      )}
      {!consumers.data && !consumers.error && <SkeletonTable rows={5} columns={7} />}
      {consumers.data && (
        <div {...scrollStop('Consumers')} className="relative overflow-x-auto outline-offset-[-2px]">
          <table className="w-full min-w-[52rem] text-sm tabular-nums">
            <thead className="text-muted text-xs">
              <tr className="border-line border-b text-left">
                <th scope="col" className="px-4 py-2 font-medium">
                  Consumer
                </th>
                {columns.map(column => (
                  <th
                    key={column}
                    scope="col"
                    className={classNames(
                      'px-2 py-2 font-medium',
                      column === 'In flight' && 'hidden xl:table-cell',
                    )}
                  >
                    {column}
                  </th>
                ))}
                <th scope="col" className="px-4 py-2 text-right font-medium">
                  What to do
                </th>
              </tr>
            </thead>
            <tbody>
              {consumers.data.items.map(consumer => (
                <ConsumerRow
                  key={consumer.id}
                  consumer={consumer}
                  onPause={() => setAsked({ id: consumer.id, what: 'pause' })}
                  onReset={() => setAsked({ id: consumer.id, what: 'reset' })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {consumers.data && <ResetsList resets={consumers.data.resets} />}
      <Suspense>
        {chosen && asked?.what === 'pause' && <PauseDialog consumer={chosen} onClose={close} />}
        {chosen && asked?.what === 'reset' && <ResetDialog consumer={chosen} onClose={close} />}
      </Suspense>
    </Panel>
  )
}
