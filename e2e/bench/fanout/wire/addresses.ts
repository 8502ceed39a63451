const addresses = 50

/**
 * Fans come from many addresses, and a gateway limits what each may take. Linux has all of 127.0.0.0/8; elsewhere
 * undefined, which is 127.0.0.1 for all.
 */
export const addressOf = (fan: number): string | undefined =>
  process.platform === 'linux' ? `127.0.7.${1 + (fan % addresses)}` : undefined
