import { describe, expect, it } from 'vitest'
import { atCommandLine } from '../../operations/actor.ts'
import { invitePerson, invitePersonInput } from '../../operations/person/invite.ts'
import { signIn, signUp, useAuthHouse } from './testing/auth-house.ts'
import { createBrowser } from './testing/browser.ts'
import { makeOperator, ownPassword } from './testing/people.ts'

const house = useAuthHouse()
const [operator, fan, free] = ['operator@example.com', 'taken@example.com', 'free@example.com']
const claim = 'a password of the claim'

describe('signing up', () => {
  it('answers the same, whoever has the address', async () => {
    await makeOperator(house.test.database, operator)
    await signUp(createBrowser(house.auth), fan)
    const browser = createBrowser(house.auth)
    const answers = new Set<string>()
    for (const email of [free, operator, fan, 'boss@crew.example', 'boss@deep.crew.example', 'x@y.invalid']) {
      const { status, body, headers } = await browser.post('/sign-up/email', { email, password: claim })
      answers.add(JSON.stringify([status, body, headers.getSetCookie(), [...headers.keys()]]))
    }
    expect([...answers]).toHaveLength(1)
  })

  it('takes no address that somebody has, or that belongs to operators by its domain', async () => {
    for (const email of [operator, fan])
      expect((await signIn(createBrowser(house.auth), email, claim)).status).toBe(401)
    for (const email of [operator, fan])
      expect((await signIn(createBrowser(house.auth), email, ownPassword)).status).toBe(200)
    expect((await signIn(createBrowser(house.auth), free, claim)).status).toBe(200)
    const reserved = { email: { contains: 'crew.example' } }
    expect(await house.test.database.prisma.user.count({ where: reserved })).toBe(0)
    expect(await house.test.database.prisma.user.count({ where: { email: { endsWith: '.invalid' } } })).toBe(
      0,
    )
  })

  it('is made by one of those who do it at the same time', async () => {
    const email = 'both@example.com'
    const passwords = ['the first password', 'the second password']
    await Promise.all(
      passwords.map(password => createBrowser(house.auth).post('/sign-up/email', { email, password })),
    )
    const statuses: number[] = []
    for (const password of passwords)
      statuses.push((await signIn(createBrowser(house.auth), email, password)).status)
    expect(statuses.toSorted()).toEqual([200, 401])
  })

  it('blocks no invitation: the claim ends, with its sessions and tokens, and the trail names it', async () => {
    const email = 'squatted@example.com'
    const squatter = createBrowser(house.auth)
    await signUp(squatter, email, claim)
    const visitor = await squatter.visitor()
    const fanId = visitor.kind === 'fan' ? visitor.userId : ''
    const input = invitePersonInput.parse({ email, role: 'operator' })
    const invited = await invitePerson(house.test.database, input, atCommandLine('op'))
    if (!invited.ok) throw new Error(invited.code)
    const { person, oneTimePassword } = invited.value
    expect(person.id).not.toBe(fanId)
    expect(await squatter.visitor()).toEqual({ kind: 'nobody' })
    expect((await signIn(squatter, email, claim)).status).toBe(401)
    const revoked = await house.test.database.prisma.revocation.findMany({ where: { subject: fanId } })
    expect(revoked).toMatchObject([{ kind: 'fan' }])
    const entry = await house.test.database.prisma.auditEntry.findFirst({ where: { subjectId: person.id } })
    expect(entry?.details).toMatchObject({ releasedFan: fanId })
    expect((await signIn(createBrowser(house.auth), email, oneTimePassword)).body).toMatchObject({
      next: 'change-password',
    })
    expect(await invitePerson(house.test.database, input, atCommandLine('op'))).toEqual({
      ok: false,
      code: 'address-taken',
    })
  })
})
