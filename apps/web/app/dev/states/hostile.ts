/** What a feed may send: controls, text that turns round, no width, markup, marks without end. */
export const hostilePayload = {
  type: 'goal-scored',
  player: 'Müller\u202E \u2066evil\u2069.txt',
  note: '<img src=x onerror=alert(1)><script>alert(2)</script>',
  controls: 'a\u0000b\u001b[31mred\u0007\u007f',
  hidden: 'pay\u200Bpal\uFEFF \u{E0041}',
  marks: `Z${'\u0335\u0321\u035E'.repeat(12)}algo`,
  long: 'x'.repeat(20_000),
  '__proto__ ': { polluted: true },
  lone: '\ud800',
  emoji: '⚽ ❤️ 👨‍👩‍👧',
}

export const largePayload = {
  frames: Array.from({ length: 20_000 }, (_, frame) => ({
    frame,
    x: (frame * 7) % 105,
    y: (frame * 3) % 68,
  })),
}

export const goodEvent = {
  schema: 3,
  type: 'goal-scored',
  match: 'm-2041',
  clock: { period: 2, second: 3_751 },
  team: 'home',
  player: { id: 7, name: 'A. Keita' },
  score: { home: 2, away: 1 },
  position: [94.2, 31.8],
  tags: ['open-play', 'left-foot', 'inside-box'],
  source: 'sensor-4',
}

export const poisonEvent = {
  schema: 3,
  type: 'goal-scored',
  match: 'm-2041',
  clock: { period: 2, second: '3751' },
  team: 'home',
  scorer: { id: 7, name: 'A. Keita' },
  score: { home: 2, away: null },
  position: [94.2, 31.8],
  tags: ['open-play', 'inside-box'],
  source: 'sensor-4',
  build: 'collector 4.2.0',
}
