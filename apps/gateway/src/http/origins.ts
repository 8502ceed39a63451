/** Which web pages may read from here: any, and then without credentials, or those listed as `https://host`. */
export type AllowedOrigins = '*' | readonly string[]

export const isAllowed = (origins: AllowedOrigins, origin: string): boolean =>
  origins === '*' || origins.includes(origin)
