import { instantSchema } from '@touchline/contracts'

const isKept = (text: string): boolean => {
  const year = new Date(text).getUTCFullYear()
  return year >= 1970 && year <= 9_998
}

/** A time that something is looked for by: what is reckoned from it is still a time that the database can hold. */
export const askedTimeSchema = instantSchema.refine(isKept, 'must be a time between 1970 and 9998')
