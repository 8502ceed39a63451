export const tones = ['neutral', 'good', 'info', 'caution', 'critical'] as const
export type Tone = (typeof tones)[number]

/** Text in the colour of a tone: at least 4.5 on every ground of the house, in both themes. */
export const toneText: Readonly<Record<Tone, string>> = {
  neutral: 'text-muted',
  good: 'text-accent',
  info: 'text-info',
  caution: 'text-caution',
  critical: 'text-critical',
}

/** Text on the soft ground of its tone. */
export const toneSoft: Readonly<Record<Tone, string>> = {
  neutral: 'bg-raised text-muted',
  good: 'bg-good-soft text-accent',
  info: 'bg-info-soft text-info',
  caution: 'bg-caution-soft text-caution',
  critical: 'bg-critical-soft text-critical',
}

export const toneColour: Readonly<Record<Tone | 'ink', string>> = {
  ink: 'var(--ink)',
  neutral: 'var(--muted)',
  good: 'var(--accent)',
  info: 'var(--info)',
  caution: 'var(--caution)',
  critical: 'var(--critical)',
}
