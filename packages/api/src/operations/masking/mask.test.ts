import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markersIn, maskSensitive, restoreMasked } from './mask.ts'
import { hiddenMarker, looksSensitive, maskLooseText, maskText } from './sensitive.ts'

const mails = fc
  .tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[a-z]{1,8}$/))
  .map(([a, b]) => `${a}@${b}.example`)
const cards = fc.constantFrom(
  '4111 1111 1111 1111',
  '5500-0000-0000-0004',
  '378282246310005',
  '6011111111111117',
)
const names = fc.oneof(
  fc.constantFrom(
    'author',
    'eMail',
    'phone_number',
    'card',
    'heartRate',
    'deviceId',
    'team',
    'player',
    '__proto__',
  ),
  fc.string({ maxLength: 8 }),
  mails,
)
const { value: json } = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.oneof(
      mails,
      cards,
      fc.constant(hiddenMarker),
      fc.tuple(fc.string(), mails).map(([a, b]) => `${a} ${b}`),
    ),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.tuple(names, tie('value')), { maxLength: 5 }).map(entries => Object.fromEntries(entries)),
  ),
}))

describe('masking', () => {
  it('is undone by restoring, whatever the value', () => {
    fc.assert(
      fc.property(json, value => {
        const text = JSON.stringify(value)
        const { masked } = maskSensitive(value)
        expect(JSON.stringify(restoreMasked(value, masked))).toBe(text)
        expect(JSON.stringify(value)).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  it('leaves no address, card or value of a sensitive field in the text', () => {
    const secrets = fc.uuid().map(id => `secret-${id}`)
    const sensitive = fc.constantFrom(
      'author',
      'email',
      'Phone',
      'birth_date',
      'ip',
      'deviceId',
      'accessToken',
      'password',
    )
    const planted = fc.tuple(json, sensitive, secrets, fc.oneof(mails, cards))
    fc.assert(
      fc.property(planted, ([value, name, secret, text]) => {
        const record = {
          list: [{ [name]: secret, note: `call ${text} now` }],
          [name]: { deep: [secret] },
          value,
        }
        const shown = JSON.stringify(maskSensitive(record).masked)
        expect(shown).not.toContain(secret)
        expect(shown).not.toContain(text)
        expect(maskText(shown)).toBe(shown)
      }),
      { numRuns: 300 },
    )
  })

  it('says where, and hides a whole whose field names are addresses', () => {
    const value = {
      author: 'Ann',
      payload: { likes: 3, 'a@b.example': 1 },
      list: [{ ip: '10.0.0.1' }, { team: 'home' }],
    }
    const { masked, hidden } = maskSensitive(value)
    expect(masked).toEqual({
      author: hiddenMarker,
      payload: hiddenMarker,
      list: [{ ip: hiddenMarker }, { team: 'home' }],
    })
    expect(hidden).toEqual(['author', 'payload', 'list.0.ip'])
    expect(maskSensitive('a@b.example')).toEqual({ masked: hiddenMarker, hidden: ['(root)'] })
  })

  it('knows a yellow card from one that pays', () => {
    const shown = { card: 'yellow', payload: { card: 'yelow' } }
    expect(maskSensitive(shown)).toEqual({ masked: shown, hidden: [] })
    expect(maskSensitive({ card: { number: '1' } }).hidden).toEqual(['card'])
    expect(maskSensitive({ card: '4111' }).hidden).toEqual(['card'])
    expect(maskSensitive({ id: 1_767_225_600_000, at: '1767225600000' }).hidden).toEqual([])
    expect(maskSensitive({ n: 4_111_111_111_111_111 }).hidden).toEqual(['n'])
  })

  it('ends at any depth', () => {
    let deep: unknown = 'a@b.example'
    for (let level = 0; level < 50_000; level += 1) deep = [deep]
    const { masked } = maskSensitive(deep)
    expect(JSON.stringify(masked)).not.toContain('example')
    expect(restoreMasked(deep, masked)).toEqual(expect.anything())
  })
})

describe('restoring what somebody edited', () => {
  const original = { author: 'Ann', likes: '3', tags: [{ token: 'a' }, { token: 'b' }] }
  it('keeps what was changed and puts back what was hidden', () => {
    const edited = { author: hiddenMarker, likes: 3, tags: [{ token: hiddenMarker }, { token: 'new' }] }
    expect(restoreMasked(original, edited)).toEqual({
      author: 'Ann',
      likes: 3,
      tags: [{ token: 'a' }, { token: 'new' }],
    })
  })

  it('puts nothing where nothing was hidden, nor into a list that has moved', () => {
    const moved = restoreMasked(original, { text: hiddenMarker, tags: [{ token: hiddenMarker }] })
    expect(markersIn(moved)).toEqual(['text', 'tags.0.token'])
    expect(
      markersIn(restoreMasked(original, { toString: hiddenMarker, constructor: hiddenMarker })),
    ).toHaveLength(2)
  })

  it('carries no hidden value to another field', () => {
    fc.assert(
      fc.property(fc.string(), name => {
        const restored = restoreMasked({ author: 'Ann' }, { [name]: hiddenMarker })
        expect(JSON.stringify(restored).includes('Ann')).toBe(name === 'author')
      }),
    )
  })
})

describe('texts', () => {
  it('keep all but addresses and card numbers', () => {
    expect(maskText('payload.author: "ann.b+c@mail.example.org" is too long, 12 of 3')).toBe(
      `payload.author: "${hiddenMarker}" is too long, 12 of 3`,
    )
    expect(maskText('paid with 4111-1111-1111-1111.')).toBe(`paid with ${hiddenMarker}.`)
    expect(maskText('offset 4111111111111112 at 12:00 @home')).toBe('offset 4111111111111112 at 12:00 @home')
    expect(looksSensitive('größe@münchen.example')).toBe(true)
  })

  it('that are broken JSON lose the values of sensitive fields', () => {
    const shown = maskLooseText(
      '{"author":"Ann \\"Fan\\" B","card":"yellow","ip":10.0.0.1,"text":"hi","token":"abc',
    )
    expect(shown).toBe(
      `{"author":"${hiddenMarker}","card":"yellow","ip":"${hiddenMarker}","text":"hi","token":"${hiddenMarker}"`,
    )
  })

  it('of a mebibyte take well under a second', () => {
    const began = performance.now()
    for (const unit of ['a', '1', '4111 ', 'a@', '"a', '":', 'a:"\\', '@a.', ' ', 'a:']) {
      maskLooseText(unit.repeat(Math.floor(1_048_576 / unit.length)))
    }
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})
