import { z } from 'zod'

export const fingerprintSchema = z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits')
