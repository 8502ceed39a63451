import { plainText } from '@touchline/contracts'
import { z } from 'zod'

/** Which page of the console, such as `dead-letters`. */
export const pageNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be 1 to 64 lower-case letters, digits or "-"')

/**
 * What stands behind a page's address: empty, or `?a=b&c=d` as a browser writes it. Nothing else may come in by it: no
 * other page, no fragment, no markup.
 */
export const viewQuerySchema = z
  .string()
  .max(2_000)
  .regex(
    /^(\?[\w.~%-]{1,64}=[\w.~%!$'()*+,;:@/?[\]{}|^-]*(&[\w.~%-]{1,64}=[\w.~%!$'()*+,;:@/?[\]{}|^-]*)*)?$/,
    'must be empty or a query such as ?state=dead',
  )

export const viewNameSchema = plainText(80)
  .transform(name => name.trim())
  .pipe(z.string().min(1))
