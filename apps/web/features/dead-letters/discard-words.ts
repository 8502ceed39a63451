const typedAbove = 10

/** What has to be typed before so many are discarded; undefined asks for nothing. */
export const typedConfirmation = (dead: number): string | undefined =>
  dead > typedAbove ? `discard ${dead}` : undefined
