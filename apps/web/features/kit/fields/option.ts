export interface Option<Value extends string = string> {
  readonly value: Value
  readonly label: string
  readonly hint?: string | undefined
  readonly count?: number | undefined
}
