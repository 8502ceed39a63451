import type { OperatorOutputs } from '../console/trpc-options.ts'
import type { Option } from '../kit/fields/option.ts'
import type { FilterField, FilterValues } from '../kit/filters/filter-field.ts'
import { codeInWords, dispositions, groupStates, letterStates, stages } from './letter-words.ts'

export type LetterChoices = OperatorOutputs['deadLetter']['choices']
export type LetterView = 'groups' | 'letters'

const labelled = (words: Readonly<Record<string, string | { readonly label: string }>>): readonly Option[] =>
  Object.entries(words).map(([value, word]) => ({
    value,
    label: typeof word === 'string' ? word : word.label,
  }))

const free = [
  { name: 'topic', label: 'Topic' },
  { name: 'code', label: 'Code' },
  { name: 'match', label: 'Match' },
  { name: 'type', label: 'Type' },
] as const

/** What the address may say. Choices that only the server knows are any text here, so that a link to them holds. */
export function fieldsOfAddress(view: LetterView): readonly FilterField[] {
  return [
    {
      name: 'text',
      label: 'Text in the error',
      kind: 'text',
      main: true,
      placeholder: 'Search error messages',
    },
    { name: 'stage', label: 'Stage', kind: 'choice', options: labelled(stages) },
    { name: 'disposition', label: 'Disposition', kind: 'choice', options: labelled(dispositions) },
    { name: 'state', label: 'State', kind: 'many', options: labelled(letterStates) },
    ...(view === 'groups'
      ? [
          {
            name: 'groupState',
            label: 'Group state',
            kind: 'choice',
            options: labelled(groupStates),
          } as const,
        ]
      : []),
    { name: 'time', label: 'Failed', kind: 'time-range' },
    ...free.map(field => ({ ...field, kind: 'text' }) as const),
    { name: 'path', label: 'Payload path', kind: 'text', placeholder: 'payload.minute', mono: true },
    { name: 'fingerprint', label: 'Fingerprint', kind: 'text', mono: true },
  ]
}

/** The same fields with what there is to choose from; what the address names is always among it. */
export function fieldsToShow(
  view: LetterView,
  values: FilterValues,
  choices: LetterChoices | undefined,
): readonly FilterField[] {
  const options: Readonly<Record<(typeof free)[number]['name'], readonly Option[]>> = {
    topic: optionsOf(choices?.topics, values.topic),
    code: optionsOf(choices?.codes, values.code, codeInWords),
    match: optionsOf(choices?.matches, values.match),
    type: optionsOf(choices?.eventTypes, values.type, type => (type === '' ? '(unknown)' : type)),
  }
  return fieldsOfAddress(view).map(field =>
    field.kind === 'text' && field.name in options
      ? {
          name: field.name,
          label: field.label,
          kind: 'choice',
          options: options[field.name as keyof typeof options],
        }
      : field,
  )
}

/** Counted options of the server; `chosen` is among them even where it has none. */
function optionsOf(
  counted: readonly { readonly value: string; readonly letters: number }[] | undefined,
  chosen: FilterValues[string],
  label: (value: string) => string = value => value,
): readonly Option[] {
  const options = (counted ?? []).map(({ value, letters }) => ({
    value,
    label: label(value),
    count: letters,
  }))
  if (typeof chosen !== 'string' || options.some(({ value }) => value === chosen)) return options
  return [{ value: chosen, label: label(chosen) }, ...options]
}
