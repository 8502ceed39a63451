import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { operatorRouter } from './operator-router.ts'

const mib = 1_048_576
const upTo = (unit: string) => unit.repeat(Math.ceil(mib / unit.length)).slice(0, mib)
/** Of a megabyte each, and each the worst for some careless pattern. */
const texts: Readonly<Record<string, string>> = {
  'a mail address': `${upTo('a.')}@`,
  'mail addresses': upTo('ann@example.com'),
  dashes: `${upTo('a-')}!`,
  digits: upTo('1'),
  spaces: `${upTo(' ')}x`,
  'open brackets': upTo('['),
  'open braces': upTo('{"a":'),
  quotes: upTo('"\\'),
  'halves of emoji': upTo('\ud83d'),
}

type Procedure = { readonly _def: { readonly inputs: readonly unknown[] } }
const procedures = Object.entries(operatorRouter._def.procedures as unknown as Record<string, Procedure>)
const schemasOf = (procedure: Procedure) =>
  procedure._def.inputs.flatMap(input => (input instanceof z.ZodType ? [input] : []))

/** The names that an input has, at whichever depth. */
const namesIn = (schema: z.ZodType): string[] => {
  const names = new Set<string>()
  const text = JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  for (const [, name = ''] of text.matchAll(/"([A-Za-z]\w*)":\{/g)) names.add(name)
  return [...names]
}

const mostMs = 50

/** Of this thread alone, and the least of five where the first was slow: what else runs is no fault of the input's. */
function costMs(work: () => unknown): number {
  let leastMs = Number.POSITIVE_INFINITY
  for (let run = 0; run < 5 && leastMs >= mostMs; run++) {
    const before = process.threadCpuUsage()
    work()
    leastMs = Math.min(leastMs, process.threadCpuUsage(before).user / 1_000)
  }
  return leastMs
}

describe('a megabyte in an input of the console', () => {
  it.each(Object.entries(texts))(
    'of %s takes less than 50 ms',
    (_, text) => {
      const slow = procedures.flatMap(([path, procedure]) =>
        schemasOf(procedure).flatMap(schema => {
          const flat = Object.fromEntries(namesIn(schema).map(name => [name, text]))
          const nested = Object.fromEntries(namesIn(schema).map(name => [name, flat]))
          const took = Math.max(...[text, flat, nested].map(value => costMs(() => schema.safeParse(value))))
          return took < mostMs ? [] : [`${path}: ${Math.round(took)} ms`]
        }),
      )
      expect(slow).toEqual([])
    },
    60_000,
  )

  it('is asked of every procedure', () => {
    expect(procedures.length).toBeGreaterThan(50)
    expect(procedures.filter(([, procedure]) => schemasOf(procedure).length > 0).length).toBeGreaterThan(40)
  })
})
