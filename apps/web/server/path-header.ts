/** Tells a layout, which Next does not tell, which address was asked for. Set by the proxy alone. */
export const pathHeader = 'x-touchline-path'
