/** Which web pages may read from here: any, or those listed as `https://host`. Never with credentials. */
export type AllowedOrigins = '*' | readonly string[]

export const isAllowed = (origins: AllowedOrigins, origin: string): boolean =>
  origins === '*' || origins.includes(origin)
