import { beforeAll, describe, expect, it } from 'vitest'
import { anyoneMay, changesOf, lookups, mutations, refusedTo } from './changes.ts'
import type { RefusalDesk } from './desk.ts'

/** Each change, called by its address by whom it is not for; and by an admin, to see that nothing else refused it. */
export function changesByAddress(open: () => RefusalDesk): void {
  describe('a change called by its address', () => {
    let inputs: Readonly<Record<string, unknown>>
    beforeAll(async () => {
      inputs = await changesOf(open())
    })
    /** What each change answers with such a cookie. */
    const answersTo = async (paths: readonly string[], cookie?: string) => {
      const answers: Record<string, string> = {}
      for (const path of paths) {
        const said = await open().call(path, inputs[path], { cookie })
        answers[path] = `${said.status} ${said.code}`
      }
      return answers
    }
    const allOf = (paths: readonly string[], answer: string) =>
      Object.fromEntries(paths.map(path => [path, answer]))

    it('has an input here, whichever it is', () => {
      expect(Object.keys(inputs).sort()).toEqual([...mutations].sort())
      const theirs = mutations.filter(path => !refusedTo('viewer').includes(path))
      expect(theirs.sort()).toEqual(['savedView.remove', 'savedView.save'])
    })

    it.each(['viewer', 'operator', 'support'] as const)(
      'is refused to a %s, and leaves no trace',
      async role => {
        const refused = refusedTo(role)
        expect(refused.length).toBeGreaterThan(0)
        const { changesNothing, cookies } = open()
        expect(await changesNothing(() => answersTo(refused, cookies[role]))).toEqual(
          allOf(refused, '403 forbidden'),
        )
      },
    )

    it('is refused to a fan, and to nobody in particular, as every look is', async () => {
      const { changesNothing, cookies } = open()
      const all = [...mutations, ...lookups]
      for (const cookie of [undefined, cookies.fan])
        expect(await changesNothing(() => answersTo(all, cookie))).toEqual(allOf(all, '401 unauthorized'))
    })

    it('leaves a trace where it is done: the census tells', async () => {
      const { census, cookies, call } = open()
      const before = await census()
      const path = 'deadLetterGroup.addNote'
      expect((await call(path, inputs[path], { cookie: cookies.operator })).status).toBe(200)
      const after = await census()
      const touched = Object.keys(after).filter(table => after[table] !== before[table])
      expect(touched).toEqual(['audit_entries', 'letter_group_notes'])
    })

    it('is taken from an admin, each of them', async () => {
      const { cookies } = open()
      const answers = await answersTo(
        mutations.filter(path => !anyoneMay(path)),
        cookies.admin,
      )
      const refused = Object.entries(answers).filter(([, answer]) =>
        /^(400|401|403|413|415|5..)/.test(answer),
      )
      expect(refused).toEqual([])
    })
  })
}
