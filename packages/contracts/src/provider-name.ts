import { z } from 'zod'

/** A partner, stadium or feed: it stands in addresses, metric labels and log headers. */
export const providerNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, ".", "_" or "-"')
