'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useGateway } from '../gateway/gateway-provider.tsx'
import { AccountsTable } from './accounts-table.tsx'
import type { Overview } from './overview.ts'
import { RateChart } from './rate-chart.tsx'
import { type Sample, withSample } from './samples.ts'
import { StageCard } from './stage-card.tsx'
import { stageFigures } from './stage-figures.ts'

const pollMs = 2_000

export function PipelinePage() {
  const { touchline, url } = useGateway()
  const { data, isError } = useQuery<Overview>({
    queryKey: ['pipeline', url],
    queryFn: () => touchline.trpc.pipeline.overview.query(),
    refetchInterval: pollMs,
  })
  const [samples, setSamples] = useState<readonly Sample[]>([])
  useEffect(() => {
    if (data) setSamples(kept => withSample(kept, data))
  }, [data])
  return (
    <>
      <div className="mb-4 flex min-h-8 flex-wrap items-baseline justify-between gap-x-4">
        <h1 className="font-bold text-2xl tracking-tight">Pipeline</h1>
        <p className="text-muted text-sm tabular-nums" role="status">
          {statusText(data, isError, url)}
        </p>
      </div>
      {data ? <Overviewed overview={data} samples={samples} /> : !isError && <Skeleton />}
    </>
  )
}

function statusText(data: Overview | undefined, isError: boolean, url: string): string {
  if (isError && !data) return `Nothing answers at ${url}. Trying every 2 s.`
  if (isError) return 'The gateway does not answer; these are its last figures.'
  return data ? `As of ${new Date(data.at).toLocaleTimeString('en-GB')}, every 2 s` : 'Loading'
}

function Overviewed({ overview, samples }: { overview: Overview; samples: readonly Sample[] }) {
  return (
    <div className="grid gap-4">
      <ol className="grid gap-3 sm:grid-cols-2 lg:grid-cols-5" data-testid="stages">
        {stageFigures(overview).map(stage => (
          <StageCard key={stage.name} stage={stage} />
        ))}
      </ol>
      <RateChart samples={samples} />
      <AccountsTable overview={overview} />
    </div>
  )
}

function Skeleton() {
  return (
    <div className="grid gap-4" aria-hidden="true">
      <div className="panel h-40 animate-breathe" />
      <div className="panel h-72 animate-breathe" />
    </div>
  )
}
