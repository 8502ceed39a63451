import { buryLetters, createTestDatabase, deadLetter, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../actor.ts'
import { hiddenMarker } from '../masking/hidden-marker.ts'
import { createReplay, createReplayInput } from '../replay/create.ts'
import { replayItems } from '../replay/items.ts'
import { showReplay } from '../replay/show.ts'
import { closeReveal } from '../reveal/end.ts'
import { openReveal } from '../reveal/open.ts'
import { checkEdit } from './check-edit.ts'
import { compareDeadLetter } from './compare.ts'
import { groupDeadLetters, groupDeadLettersInput } from './groups.ts'
import { listDeadLetters, listDeadLettersInput } from './list.ts'
import { showDeadLetter } from './show.ts'

const ann: Actor = { id: 'u-ann', name: 'ann@example.org', role: 'operator', via: 'console' }
const bob: Actor = { ...ann, id: 'u-bob', name: 'bob@example.org' }
const now = new Date('2026-05-02T00:00:00Z')
let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(() =>
  test.database.pool.query(
    'truncate dead_letters, replays, reveals, matches, match_events restart identity cascade',
  ),
)

const post = {
  matchId: 'm1',
  sourceEventId: 'post-1',
  type: 'post-published',
  occurredAt: '2026-05-01T19:00:00.000Z',
  payload: { author: 'Fanny Fan', text: 'call me: fanny@fans.example', likes: '3' },
}
const leak = /Fanny|fanny@|fans\.example|4111/
const quoted = 'payload.text: "fanny@fans.example paid 4111 1111 1111 1111" is wrong'

async function buryPost(fields: Partial<Parameters<typeof deadLetter>[0]> = {}): Promise<string> {
  const raw = Buffer.from(JSON.stringify(post))
  const letter = deadLetter({
    ...{ source: 'social', eventType: 'post-published', errorMessage: quoted, evidence: quoted, raw },
    headers: { 'x-from': 'fanny@fans.example' },
    ...fields,
  })
  const [id = ''] = await buryLetters(test.database.pool, [letter])
  return id
}
const show = async (id: string, operator = ann) => {
  const shown = await showDeadLetter(test.database, { id }, { operator, now })
  if (!shown.ok) throw new Error(shown.code)
  return shown.value
}
const entries = async () =>
  (
    await test.database.pool.query(
      'select action, subject_id as id, reason, actor_id as actor from audit_entries order by audit_entries.id',
    )
  ).rows

describe('what is sensitive', () => {
  it('leaves the server by no read, not even in an error that quotes it', async () => {
    const id = await buryPost()
    const created = await createReplay(
      test.database,
      createReplayInput.parse({ ids: [id], mode: 'dry_run', reason: 'r' }),
      ann,
    )
    const replayId = created.ok ? created.value.id : ''
    await test.database.pool.query(
      "update replay_items set outcome = 'would_fail', message = $1, fingerprint = 'f', settled_at = now()",
      [quoted],
    )
    const viewer = { operator: ann, now }
    const reads = await Promise.all([
      showDeadLetter(test.database, { id }, viewer),
      compareDeadLetter(test.database, { id }, viewer),
      listDeadLetters(test.database, listDeadLettersInput.parse({})),
      groupDeadLetters(test.database, groupDeadLettersInput.parse({}), now),
      replayItems(test.database, { id: replayId, afterOrdinal: 0, limit: 10 }),
      showReplay(test.database, { id: replayId }, now),
      checkEdit(
        test.database,
        {
          id,
          text: JSON.stringify({
            ...post,
            payload: { ...post.payload, likes: 3, author: hiddenMarker, text: hiddenMarker },
          }),
        },
        viewer,
      ),
    ])
    for (const read of reads) {
      expect(read.ok).toBe(true)
      expect(JSON.stringify(read)).not.toMatch(leak)
    }
  })

  it('is shown for ten minutes to who gave a reason, and to nobody else', async () => {
    const id = await buryPost()
    const hidden = await show(id)
    expect(hidden).toMatchObject({
      raw: { base64: null },
      hiddenPaths: ['payload.author', 'payload.text', 'payload.likes'],
      reveal: null,
      faults: [{ path: 'payload.likes' }],
    })
    const opened = await openReveal(test.database, { kind: 'dead-letter', id, reason: 'the fan asked' }, ann)
    const revealId = opened.ok ? opened.value.id : ''
    const shown = await show(id)
    expect(shown).toMatchObject({
      raw: { text: JSON.stringify(post) },
      hiddenPaths: [],
      reveal: { id: revealId },
    })
    expect(shown.errorMessage).toBe(quoted)
    const minutes = (Date.parse(shown.reveal?.expiresAt ?? '') - Date.now()) / 60_000
    expect(minutes).toBeGreaterThan(9)
    expect(minutes).toBeLessThanOrEqual(10)
    expect((await show(id, bob)).reveal).toBeNull()
    expect((await show(await buryPost({ sourceEventId: 'other' }))).reveal).toBeNull()
    expect(await entries()).toEqual([
      { action: 'replay.create', id: '1', reason: 'r', actor: 'u-ann' },
      { action: 'reveal.open', id, reason: 'the fan asked', actor: 'u-ann' },
    ])
    await test.database.pool.query("update reveals set expires_at = now() - interval '1 second'")
    expect(await show(id)).toEqual({ ...hidden, next: expect.anything() })
  })

  it('is hidden again by who revealed it, not by another', async () => {
    const id = await buryPost()
    const opened = await openReveal(test.database, { kind: 'dead-letter', id, reason: 'r' }, ann)
    const reveal = { id: opened.ok ? opened.value.id : '' }
    expect(await closeReveal(test.database, reveal, bob)).toEqual({ ok: false, code: 'not-found' })
    expect((await show(id)).reveal).not.toBeNull()
    expect(await closeReveal(test.database, reveal, ann)).toMatchObject({
      ok: true,
      value: { subjectId: id },
    })
    expect((await show(id)).reveal).toBeNull()
    expect(await closeReveal(test.database, reveal, ann)).toEqual({ ok: false, code: 'not-found' })
    expect((await entries()).at(-1)).toMatchObject({ action: 'reveal.end', id })
  })

  it('of nothing is not revealed, and leaves no trace', async () => {
    const before = await entries()
    const open = (kind: 'dead-letter' | 'event', id: string) =>
      openReveal(test.database, { kind, id, reason: 'r' }, ann)
    for (const id of ['999', '0', "1' or 1=1"]) {
      expect(await open('dead-letter', id)).toEqual({ ok: false, code: 'dead-letter-not-found' })
    }
    for (const id of ['m1/1', 'm1:1', 'm1', '../1', 'm1/0']) {
      expect(await open('event', id)).toEqual({ ok: false, code: 'event-not-found' })
    }
    expect(await entries()).toEqual(before)
  })
})

describe('an edit while parts are hidden', () => {
  const check = async (id: string, text: string) => {
    const checked = await checkEdit(test.database, { id, text }, { operator: ann, now })
    return checked.ok ? checked.value : checked.code
  }
  const masked = { ...post, payload: { author: hiddenMarker, text: hiddenMarker, likes: 3 } }

  it('is checked and replayed with what was hidden put back', async () => {
    const id = await buryPost()
    const wouldBe = { ...masked, payload: { ...masked.payload, likes: hiddenMarker } }
    expect(await check(id, JSON.stringify(masked))).toEqual({ ok: true, faults: [], wouldBe })
    const input = createReplayInput.parse({
      ...{ ids: [id], mode: 'live', reason: 'r', edits: [{ letterId: id, payload: masked }] },
    })
    expect(await createReplay(test.database, input, ann)).toMatchObject({ ok: true })
    const item = await test.database.prisma.replayItem.findFirst()
    expect(JSON.parse(Buffer.from(item?.edited ?? []).toString()).payload).toEqual({
      ...post.payload,
      likes: 3,
    })
    expect(JSON.stringify(await entries())).not.toMatch(leak)
  })

  it('that puts a marker where nothing was hidden is refused, and says where', async () => {
    const id = await buryPost()
    const moved = { ...masked, payload: { ...masked.payload, lang: hiddenMarker } }
    const faults = [{ path: 'payload.lang', message: expect.stringMatching(/hidden value/) }]
    expect(await check(id, JSON.stringify(moved))).toEqual({ ok: false, faults })
    const input = createReplayInput.parse({
      ...{ ids: [id], mode: 'live', reason: 'r', edits: [{ letterId: id, payload: moved }] },
    })
    expect(await createReplay(test.database, input, ann)).toMatchObject({
      ok: false,
      code: 'schema-mismatch',
    })
  })

  it('says what is wrong: no JSON, not the schema, not plausible, too large, too deep', async () => {
    const id = await buryPost()
    expect(await check(id, '{\n "a": tru }')).toMatchObject({ ok: false, line: 2, column: 7 })
    expect(await check(id, '{}')).toMatchObject({ ok: false, faults: [{ path: 'type' }] })
    const later = { ...masked, occurredAt: '2030-01-01T00:00:00Z' }
    expect(await check(id, JSON.stringify(later))).toMatchObject({
      ok: false,
      faults: [{ path: 'occurredAt', message: expect.stringMatching(/in the future/) }],
    })
    expect(await check(id, ' '.repeat(1_048_577))).toBe('payload-too-large')
    expect(await check(id, '['.repeat(1_000_000))).toMatchObject({
      ok: false,
      faults: [{ message: 'is nested deeper than 200' }],
    })
    expect(await check('999', '{}')).toBe('dead-letter-not-found')
    expect(await check(id, '{"a":"\u0000"}')).toMatchObject({ ok: false, column: 7 })
  })
})

describe('a letter beside the last good event of its kind', () => {
  const store = (matchId: string, seq: number, author: string) =>
    test.database.pool.query(
      `insert into match_events (match_id, seq, epoch, source, source_event_id, type, lane, occurred_at, ingested_at,
         stored_at, period, clock_seconds, score_home, score_away, correlation_id, payload)
       values ($1::text, $2::int, 1, 'social', $1::text || $2::text, 'post-published', 'low', now(), now(),
         now() + $2::int * interval '1 s', 1, 60, 0, 0, 'c', $3)`,
      [matchId, seq, { author, text: 'hello', likes: 1 }],
    )
  const compare = async (id: string) => {
    const found = await compareDeadLetter(test.database, { id }, { operator: ann })
    if (!found.ok) throw new Error(found.code)
    return found.value
  }

  it('is that of its own match if there is one, as fans have it', async () => {
    await test.database.pool.query(
      "insert into matches (match_id, last_seq, state) values ('m1', 2, '{}'), ('m2', 9, '{}')",
    )
    await store('m1', 1, 'Olga Old')
    await store('m2', 9, 'Nina New')
    const found = await compare(await buryPost())
    expect(found).toMatchObject({
      payload: { payload: { author: hiddenMarker, likes: hiddenMarker } },
      lastGood: {
        matchId: 'm1',
        seq: 1,
        hiddenPaths: [],
        payload: { payload: { author: 'Olga Old', likes: 1 }, clock: { period: 1 } },
      },
      schema: { properties: { type: { const: 'post-published' } } },
    })
    expect(JSON.stringify(found)).not.toMatch(/Fanny|Nina/)
    expect((await compare(await buryPost({ matchId: 'm3', sourceEventId: 'x' }))).lastGood).toMatchObject({
      matchId: 'm2',
    })
  })

  it('says so where there is none, nor JSON, nor a type', async () => {
    const found = await compare(await buryPost({ raw: Buffer.from('{"a'), eventType: '' }))
    expect(found).toMatchObject({ payload: null, lastGood: null, schema: null })
    const missing = await compareDeadLetter(test.database, { id: '999' }, { operator: ann })
    expect(missing).toEqual({ ok: false, code: 'dead-letter-not-found' })
  })
})

it('shows a hostile record of a mebibyte as the text that it is, to who has revealed it', async () => {
  const text = `<script>alert(1)</script>\u202e\u0007${'x'.repeat(1_000_000)}`
  const id = await buryPost({ raw: Buffer.from(JSON.stringify({ text })) })
  expect((await show(id)).raw.text).toBe(`{"${hiddenMarker}":"${hiddenMarker}"}`)
  await openReveal(test.database, { kind: 'dead-letter', id, reason: 'r' }, ann)
  const { raw } = await show(id)
  expect(JSON.parse(raw.text ?? '')).toEqual({ text })
})
