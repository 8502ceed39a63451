/** A side's goals as typed; undefined for anything but 0 to 99. */
export const goalsFrom = (typed: string): number | undefined =>
  /^\d{1,2}$/.test(typed.trim()) ? Number(typed.trim()) : undefined
