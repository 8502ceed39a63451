/** Would say so, were any of it ever run. */
export const html = `</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1"><svg onload=alert(1)>`
const bidi = '\u202egnihtemos\u202c \u2066left\u2069 \u200b\u200d\ufeff\u00ad'

const event = (payload: object) =>
  JSON.stringify({
    ...{ source: 'broadcast', provider: 'replay', matchId: 'hostile', type: 'shot-taken' },
    ...{ occurredAt: '2026-05-01T19:00:00.000Z', ingestedAt: '2026-05-01T19:00:00.000Z' },
    ...{ clock: { period: 1, seconds: 60 }, sourceEventId: 'hostile', payload },
  })

export const maxEditBytes = 1_048_576
export const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

/** Records that nobody meant well with, as bytes. */
export const hostileRecords: Readonly<Record<string, Buffer>> = {
  'a megabyte in one text': Buffer.from(event({ player: 'x'.repeat(1_000_000) })),
  'a megabyte in many keys': Buffer.from(
    event(Object.fromEntries(Array.from({ length: 40_000 }, (_, n) => [`key-${n}`, `value-${n}`]))),
  ),
  'control characters': Buffer.from(
    event({ player: '\u0000\u0001\u0007\b\u001b[31mred\u001b[0m\r\n\u0085' }),
  ),
  'text that turns around': Buffer.from(event({ [bidi]: bidi, player: bidi.repeat(400) })),
  markup: Buffer.from(event({ [html]: html, player: html, team: 'javascript:window.pwned=1' })),
  'keys of every object': Buffer.from(
    '{"__proto__":{"pwned":1},"constructor":{"prototype":{"pwned":1}},"payload":{"__proto__":{"pwned":1}},"type":"shot-taken"}',
  ),
  'five thousand levels': Buffer.from(deep(5_000)),
  'what is no text': Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0x00, 0x3c, 0x73, 0x3e]),
  nothing: Buffer.alloc(0),
  'half a JSON': Buffer.from(event({ player: 'x' }).slice(0, -4)),
}
