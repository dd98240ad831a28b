import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '@/lib/db/prisma-client'
import { authenticatePassword } from './authenticate-password'
import { countUsers, disableUser, enableUser, findPerson, listUsers, setRole, temporaryPeople } from '.'
import {
  addPerson,
  addSession,
  later,
  now,
  outcomes,
  phrase,
  quickHashes,
  visitor,
} from './testing/account-fixtures'

quickHashes()

const row = (id: string) => db().user.findUniqueOrThrow({ where: { id } })
const kinds = async (userId: string) =>
  (await db().securityEvent.findMany({ where: { userId } })).map(({ kind }) => kind)
const notFound = { ok: false, code: 'not_found' }
const lastAdmin = { ok: false, code: 'last_admin' }
const done = { ok: true }

beforeEach(() => db().user.deleteMany())

const temporary = '@lab.invalid'

describe('disabling', () => {
  test('ends sessions and codes, moves credentialsVersion and refuses sign-in', async () => {
    const ada = await addPerson()
    await addSession(ada.id)
    await db().passwordReset.create({ data: { codeHash: 'x', userId: ada.id, expiresAt: later(60) } })
    expect(await disableUser(ada.id, now)).toEqual(done)
    expect(await row(ada.id)).toMatchObject({ disabledAt: now, credentialsVersion: 1 })
    expect([await db().session.count(), await db().passwordReset.count()]).toEqual([0, 0])
    const signIn = await authenticatePassword({ email: ada.email, password: phrase }, visitor(), now)
    expect(signIn).toEqual({ ok: false, code: 'invalid_credentials' })
    expect(await findPerson(ada.id)).toBeNull()
  })

  test('twice is once', async () => {
    const ada = await addPerson()
    await disableUser(ada.id, now)
    expect(await disableUser(ada.id, later(60))).toEqual(done)
    expect(await row(ada.id)).toMatchObject({ disabledAt: now, credentialsVersion: 1 })
    expect(await kinds(ada.id)).toEqual(['disabled'])
  })

  test('enabling lets them in again, without the sessions', async () => {
    const ada = await addPerson()
    await disableUser(ada.id, now)
    expect(await enableUser(ada.id, now)).toEqual(done)
    expect(await enableUser(ada.id, now)).toEqual(done)
    expect(await authenticatePassword({ email: ada.email, password: phrase }, visitor(), now)).toMatchObject({
      ok: true,
    })
    expect(await kinds(ada.id)).toEqual(['disabled', 'enabled'])
  })
})

describe('a role', () => {
  test('changes, and sessions live on', async () => {
    const ada = await addPerson()
    await addSession(ada.id)
    expect(await setRole(ada.id, 'admin', now)).toEqual(done)
    expect(await setRole(ada.id, 'admin', now)).toEqual(done)
    expect(await findPerson(ada.id)).toEqual({ ...ada, role: 'admin' })
    expect(await db().session.count()).toBe(1)
    expect(await kinds(ada.id)).toEqual(['role_changed'])
  })
})

describe('the last administrator', () => {
  test('is neither disabled nor demoted', async () => {
    const grace = await addPerson({ role: 'admin' })
    await addPerson({ role: 'admin', disabledAt: now })
    expect(await disableUser(grace.id, now)).toEqual(lastAdmin)
    expect(await setRole(grace.id, 'user', now)).toEqual(lastAdmin)
    expect(await setRole(grace.id, 'admin', now)).toEqual(done)
    expect(await row(grace.id)).toMatchObject({ role: 'admin', disabledAt: null, credentialsVersion: 0 })
  })

  test('is not helped by one who exists for seconds, who may always leave', async () => {
    const grace = await addPerson({ role: 'admin', demo: true })
    temporaryPeople.fill(temporary)
    const trial = await addPerson({ role: 'admin', demo: true, email: `trial${temporary}` })
    expect(await disableUser(grace.id, now)).toEqual(lastAdmin)
    expect(await setRole(grace.id, 'user', now)).toEqual(lastAdmin)
    expect(await setRole(trial.id, 'user', now)).toEqual(done)
  })

  test('may have any address: one that signed up is not one of them', async () => {
    temporaryPeople.fill(temporary)
    const grace = await addPerson({ role: 'admin' })
    await addPerson({ role: 'admin', email: `somebody${temporary}` })
    expect(await setRole(grace.id, 'user', now)).toEqual(done)
  })

  test('others may be, and so may one of two', async () => {
    const [grace, joan, ada] = [
      await addPerson({ role: 'admin' }),
      await addPerson({ role: 'admin' }),
      await addPerson(),
    ]
    expect(await disableUser(ada.id, now)).toEqual(done)
    expect(await setRole(joan.id, 'user', now)).toEqual(done)
    expect(await disableUser(grace.id, now)).toEqual(lastAdmin)
  })

  test('of ten that leave at once, by whichever way, one stays; ten times over', async () => {
    for (let time = 0; time < 10; time++) {
      await db().user.deleteMany()
      const admins = await Promise.all(Array.from({ length: 10 }, () => addPerson({ role: 'admin' })))
      const leave = (id: string, index: number) =>
        index % 2 ? disableUser(id, now) : setRole(id, 'user', now)
      expect(await outcomes(admins.map(({ id }, index) => leave(id, index)))).toEqual({
        ok: 9,
        last_admin: 1,
      })
      expect(await db().user.count({ where: { role: 'admin', disabledAt: null } })).toBe(1)
    }
  })
})

describe.each(['00000000-0000-7000-8000-000000000000', '', 'x', '../..', "' OR 1=1 --", '\0'])(
  'nobody: %j',
  (id) => {
    test('is not found', async () => {
      expect(await disableUser(id, now)).toEqual(notFound)
      expect(await enableUser(id, now)).toEqual(notFound)
      expect(await setRole(id, 'admin', now)).toEqual(notFound)
      expect(await findPerson(id)).toBeNull()
    })
  },
)

test('a name from before the rule for names is listed by that rule, or not at all', async () => {
  for (const name of ['Grace\u202e\u3164', '\u3164', null]) await addPerson({ name })
  expect((await listUsers({ limit: 3 })).map(({ name }) => name)).toEqual(['Grace', null, null])
})

test('people are listed page by page, with what an administrator may see', async () => {
  const people = []
  for (let count = 0; count < 5; count++) people.push(await addPerson({ name: `P${count}` }))
  await disableUser(people[1]?.id ?? '', now)
  const first = await listUsers({ limit: 2 })
  const rest = await listUsers({ limit: 10, after: first[1]?.id })
  expect([...first, ...rest].map(({ id }) => id)).toEqual(people.map(({ id }) => id))
  expect(Object.keys(first[0] ?? {}).sort()).toEqual([
    'createdAt',
    'disabledAt',
    'email',
    'id',
    'name',
    'role',
  ])
  expect(first.map(({ disabledAt }) => disabledAt)).toEqual([null, now.toISOString()])
  expect(await countUsers()).toBe(5)
})
