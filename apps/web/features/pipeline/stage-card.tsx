import { formatFigure } from './format-figure.ts'
import type { StageFigures } from './stage-figures.ts'

export function StageCard({ stage: { name, about, instances, rate, others } }: { stage: StageFigures }) {
  return (
    <li className="panel flex flex-col p-4" data-testid="stage" data-stage={name}>
      <h2 className="font-semibold text-sm">{name}</h2>
      <p className="text-muted text-xs lg:min-h-8">{about}</p>
      <p className="mt-3 font-bold text-2xl tabular-nums tracking-tight">
        {formatFigure(rate.value, rate.unit)}
      </p>
      <p className="text-muted text-xs">{rate.label}</p>
      <dl className="mt-3 grid gap-1 text-xs">
        {others.map(({ label, value, unit }) => (
          <div key={label} className="flex justify-between gap-2">
            <dt className="text-muted">{label}</dt>
            <dd className="tabular-nums">{formatFigure(value, unit)}</dd>
          </div>
        ))}
        {instances !== undefined && (
          <div className="flex justify-between gap-2">
            <dt className="text-muted">processes</dt>
            <dd className={instances === 0 ? 'font-semibold text-critical' : 'tabular-nums'}>
              {instances === 0 ? 'none reports' : instances}
            </dd>
          </div>
        )}
      </dl>
    </li>
  )
}
