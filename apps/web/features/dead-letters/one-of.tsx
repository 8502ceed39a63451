'use client'

interface OneOfProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly options: readonly {
    readonly value: Value
    readonly label: string
    readonly hint?: string | undefined
  }[]
}

/** One of a few, as plain buttons: it stands on pages whose first load is counted, where a radio group weighs 15 KB. */
export function OneOf<Value extends string>({ label, value, onChange, options }: OneOfProps<Value>) {
  return (
    <fieldset className="inline-flex min-w-0 flex-wrap rounded-lg border border-line-strong bg-raised p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map(option => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          data-tip={option.hint}
          onClick={() => onChange(option.value)}
          className="inline-flex h-6.5 cursor-pointer select-none items-center rounded-md px-2.5 font-medium text-muted text-xs tabular-nums hover:text-ink aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:shadow-sm aria-pressed:ring-1 aria-pressed:ring-line-strong"
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  )
}
