'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorOutputs } from '../console/trpc-options.ts'
import { StatePill } from '../kit/display/state-pill.tsx'
import { DetailDrawer } from '../kit/drawer/detail-drawer.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { ErrorState } from '../kit/states/error-state.tsx'
import { Skeleton } from '../kit/states/skeleton.tsx'
import { Time } from '../kit/time/time.tsx'
import { FindingCard } from './finding-card.tsx'
import { summaryOf } from './report-words.ts'

const RepairDialog = lazy(() =>
  import('./repair-dialog.tsx').then(module => ({ default: module.RepairDialog })),
)

export type Report = OperatorOutputs['delivery']['report']
export type FindingView = Report['findings'][number]

interface ReportDrawerProps {
  readonly id: string | null
  readonly onClose: () => void
}

export default function ReportDrawer({ id, onClose }: ReportDrawerProps) {
  const { trpc } = useConsole()
  const found = useQuery(trpc.delivery.report.queryOptions({ id: id ?? '1' }, { enabled: id !== null }))
  const report = found.data
  return (
    <DetailDrawer
      open={id !== null}
      onClose={onClose}
      title={`Report ${id ?? ''}`}
      subtitle={report && <Time at={report.at} show="absolute" />}
    >
      {found.isPending && id !== null && <Skeleton lines={6} />}
      {found.error && (
        <ErrorState
          title="The report could not be read"
          message={callInOneLine(found.error) ?? ''}
          onRetry={() => void found.refetch()}
        />
      )}
      {report && <ReportBody report={report} />}
    </DetailDrawer>
  )
}

function ReportBody({ report }: { report: Report }) {
  const [mending, setMending] = useState<FindingView>()
  return (
    <>
      <div className="grid gap-3" data-testid="report">
        <div className="flex flex-wrap items-center gap-2 text-sm">
          <StatePill tone={report.ok ? 'good' : 'critical'} label={report.ok ? 'in order' : 'gaps'} />
          <span className="text-muted">{summaryOf(report)}</span>
        </div>
        {report.findings.length === 0 && (
          <EmptyState kind="all-done" title="Everything agreed" compact>
            Nothing was lost on its way at that time.
          </EmptyState>
        )}
        <ul className="grid gap-3">
          {report.findings.map(finding => (
            <FindingCard key={finding.finding} view={finding} onRepair={setMending} />
          ))}
        </ul>
      </div>
      {mending && (
        <Suspense>
          <RepairDialog reportId={report.id} finding={mending} onClose={() => setMending(undefined)} />
        </Suspense>
      )}
    </>
  )
}
