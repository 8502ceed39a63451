/** A cookie without a secret that says: this browser has a fan's session. Set by the door. */
const fanMark = '__Host-touchline_fan=1'

export const mayBeFan = (cookies: string): boolean => cookies.split('; ').includes(fanMark)
