/** Codes with which a gateway closes a socket (RFC 6455; 4000 and up are ours). All but `notAllowed` may reconnect. */
export const closeCodes = {
  goingAway: 1001,
  /** Against the rules: too many messages, or what no client of ours sends. */
  notAllowed: 1008,
  /** Too slow, or no room: come back after a while. */
  tryAgainLater: 1013,
  /** The token has ended: come back with a new one. */
  expired: 4401,
  revoked: 4403,
  /** The fan has opened more sockets than one may have: this one was the oldest. */
  tooManySockets: 4409,
} as const
