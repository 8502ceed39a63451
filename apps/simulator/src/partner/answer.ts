import { z } from 'zod'

const faultSchema = z.object({ path: z.string(), message: z.string() })
const resultSchema = z.object({
  index: z.number(),
  status: z.enum(['accepted', 'refused']),
  code: z.string().optional(),
  faults: z.array(faultSchema).optional(),
})
const receiptSchema = z.object({ accepted: z.int(), refused: z.int(), results: z.array(resultSchema) })
const errorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), faults: z.array(faultSchema).optional() }),
})

/** What the door said to one request, once it said something final. */
export type Answer =
  | {
      readonly kind: 'taken'
      readonly accepted: number
      readonly refused: number
      /** Of the refused: events over the rate, which the same request may bring in later. */
      readonly overRate: number
      readonly firstFault?: string
    }
  | { readonly kind: 'turned-away'; readonly status: number; readonly code: string; readonly message: string }

/** Reads a final answer; one that does not speak the protocol is turned away as `unreadable`. */
export function readAnswer(status: number, body: string): Answer {
  const json = parse(body)
  const receipt = receiptSchema.safeParse(json)
  if (status < 300 && receipt.success) return taken(receipt.data)
  const error = errorSchema.safeParse(json)
  if (!error.success) return { kind: 'turned-away', status, code: 'unreadable', message: body.slice(0, 200) }
  const { code, message, faults } = error.data.error
  return {
    kind: 'turned-away',
    status,
    code,
    message: faults?.length ? `${message} (${faultText(faults)})` : message,
  }
}

function taken({ accepted, refused, results }: z.infer<typeof receiptSchema>): Answer {
  const first = results.find(result => result.status === 'refused')
  const firstFault =
    first && `event ${first.index}: ${first.code ?? 'refused'} ${faultText(first.faults ?? [])}`.trim()
  const overRate = results.filter(result => result.code === 'rate-limited').length
  return { kind: 'taken', accepted, refused, overRate, ...(firstFault && { firstFault }) }
}

const faultText = (faults: readonly z.infer<typeof faultSchema>[]) =>
  faults
    .slice(0, 3)
    .map(({ path, message }) => `${path}: ${message}`)
    .join('; ')

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
