import { Client } from '../support/client'
import { admin, makePerson, signedIn, strategies, type StrategyId } from '../support/people'
import { sessions } from '@/lib/api-schema/answers'
import { expectProblem } from '../support/problem'
import { expect, test } from '../support/test'

/** Seeing and ending sessions, one's own only: ASVS 7.4, 7.5.2, 8.2.2. */

type Listed = { id: string; current: boolean; strategy: string }
const list = async (client: Client) =>
  (await client.get('/api/sessions')).json<{ sessions: Listed[] }>().sessions
const currentId = async (client: Client) => (await list(client)).find(({ current }) => current)?.id ?? ''
const end = (client: Client, id: string) => client.send('DELETE', `/api/sessions/${id}`)

/** Refused at once, or, where a token goes on by itself, at the next renewal. */
async function expectEnded(client: Client, strategy: StrategyId) {
  if (strategy === 'database')
    expect((await client.get('/api/me')).json()).toEqual({ status: 'anonymous', because: 'revoked' })
  expect((await client.get('/api/sessions')).status).toBe(401)
  expect((await client.post('/api/renew')).status).toBe(401)
  expect(client.jar.has(`session.${strategy}`)).toBe(false)
}

for (const strategy of strategies) {
  test(`${strategy}: the list, its shape, and which one is this`, async ({ app, person }) => {
    const client = await signedIn(app, person, strategy)
    const answer = await client.get('/api/sessions')
    expect(() => sessions.parse(answer.json())).not.toThrow()
    expect((await list(client)).filter(({ current }) => current)).toHaveLength(1)
    expect(answer.text).not.toContain(client.jar.get(`session.${strategy}`))
  })

  test(`${strategy}: one is ended from another, which stays`, async ({ app, person }) => {
    const [here, there] = [await signedIn(app, person, strategy), await signedIn(app, person, strategy)]
    expect((await end(here, await currentId(there))).status).toBe(204)
    await expectEnded(there, strategy)
    expect((await here.get('/api/me')).status).toBe(200)
  })

  test(`${strategy}: all others, password change, sign-out`, async ({ app }) => {
    const person = await makePerson(app)
    const [here, there] = [await signedIn(app, person, strategy), await signedIn(app, person, strategy)]
    expect((await here.post('/api/sessions/revoke-others')).status).toBe(204)
    expect(await list(here)).toHaveLength(1)
    await expectEnded(there, strategy)
    const thief = new Client(app)
    thief.jar = here.jar.copy()
    const change = { currentPassword: person.password, newPassword: 'eleven calm herons wade' }
    expect((await here.post('/api/password', change)).status).toBe(204)
    await expectEnded(thief, strategy)
    thief.jar = here.jar.copy()
    expect((await here.post('/api/sign-out')).status).toBe(204)
    await expectEnded(thief, strategy)
  })

  test(`${strategy}: the sessions of another person are not there`, async ({ app, person }) => {
    const victim = await signedIn(app, admin, strategy)
    const id = await currentId(victim)
    const client = await signedIn(app, person, strategy)
    const absent = await end(client, '0191a5f0-0000-7000-8000-000000000000')
    const theirs = await end(client, id)
    expectProblem(theirs, 404, 'not_found')
    expect(theirs.text).toBe(absent.text)
    for (const odd of [
      'x',
      '%00',
      '*',
      `${id},${id}`,
      `${id}%20`,
      "'%20OR%201=1--",
      '..%2f..',
      'x'.repeat(3000),
    ])
      expect((await end(client, odd)).status, odd.slice(0, 20)).toBe(404)
    expect((await victim.get('/api/me')).status).toBe(200)
  })

  test(`${strategy}: a wrong current password changes nothing`, async ({ app, person }) => {
    const client = await signedIn(app, person, strategy)
    const answer = await client.post('/api/password', {
      currentPassword: 'nine sleepy badgers',
      newPassword: 'eleven calm herons wade',
    })
    expectProblem(answer, 422, 'validation_failed')
    expect(answer.setCookies).toEqual([])
    await signedIn(app, person, strategy)
  })

  test(`${strategy}: a disabled person is out, everywhere, and stays out when enabled`, async ({ app }) => {
    const person = await makePerson(app)
    const client = await signedIn(app, person, strategy)
    const { user } = (await client.get('/api/me')).json<{ user: { id: string } }>()
    const boss = await signedIn(app, admin)
    expect((await boss.post(`/api/admin/users/${user.id}/disable`)).status).toBe(204)
    await expectEnded(client, strategy)
    const again = await new Client(app).post('/api/sign-in', {
      email: person.email,
      password: person.password,
    })
    expectProblem(again, 401, 'invalid_credentials')
    expect((await boss.post(`/api/admin/users/${user.id}/enable`)).status).toBe(204)
    await signedIn(app, person, strategy)
  })
}

test('fifty at once end one session once', async ({ app, person }) => {
  const [here, there] = [await signedIn(app, person), await signedIn(app, person)]
  const id = await currentId(there)
  const statuses = await Promise.all(
    Array.from({ length: 50 }, () => end(here, id).then(({ status }) => status)),
  )
  expect(statuses.filter((status) => status === 204)).toHaveLength(1)
  expect(statuses.filter((status) => status === 404)).toHaveLength(49)
})

test('the last administrator cannot leave', async ({ app }) => {
  const boss = await signedIn(app, admin)
  const { user } = (await boss.get('/api/me')).json<{ user: { id: string } }>()
  expectProblem(await boss.post(`/api/admin/users/${user.id}/role`, { role: 'user' }), 409, 'last_admin')
  expectProblem(await boss.post(`/api/admin/users/${user.id}/disable`), 409, 'last_admin')
  expect((await boss.get('/api/admin/stats')).status).toBe(200)
})
