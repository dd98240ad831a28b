import { authjsSignIn } from '../support/authjs'
import { Client } from '../support/client'
import { parseSetCookie } from '../support/set-cookie'
import { authjsStrategies, makePerson, newPerson, signedIn, strategies } from '../support/people'
import { expect, test } from '../support/test'
import { fullWalk } from '../support/walk'

/** The cookies that go out: ASVS 3.3. */

const limitBytes = 4096

test('every cookie of a walk through everything', async ({ app }) => {
  const lines = (await fullWalk(app)).answers.flatMap(({ setCookies }) => setCookies)
  const names = [...new Set(lines.map((line) => parseSetCookie(line).name))]
  const ofStrategies = [
    ...strategies.map((id) => `session.${id}`),
    ...authjsStrategies.map((id) => `csrf.${id}`),
  ]
  for (const name of [...ofStrategies, 'strategy', 'device']) expect(names).toContain(name)
  for (const line of lines) {
    const { attributes } = parseSetCookie(line)
    expect([...attributes.keys()], line.split('=')[0]).toEqual(
      expect.arrayContaining(['httponly', 'samesite', 'path']),
    )
    expect(attributes.get('samesite')?.toLowerCase()).toBe('lax')
    expect(attributes.get('path')).toBe('/')
    for (const unwanted of ['domain', 'secure']) expect(attributes.has(unwanted)).toBe(false) // http: see https.spec
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(limitBytes)
  }
  for (const name of names)
    for (const other of names.filter((another) => another !== name))
      expect(other.startsWith(name)).toBe(false)
})

test('no cookie outgrows the limit, whatever was asked for', async ({ app, person }) => {
  const long = `/account?x=${'y'.repeat(9000)}`
  for (const strategy of authjsStrategies) {
    const client = new Client(app)
    await client.get(`/api/auth/${strategy}/csrf?callbackUrl=${long}`)
    await client.get(`/api/auth/${strategy}/signin?callbackUrl=${long}`)
    expect((await authjsSignIn(client, strategy, person, long)).status).toBeLessThan(400)
    await client.post(
      '/api/sign-in',
      { ...person, name: undefined, strategy },
      { 'user-agent': 'x'.repeat(6000) },
    )
    for (const { status, setCookies } of client.answers) {
      expect(status).toBeLessThan(500)
      for (const line of setCookies) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(limitBytes)
    }
    expect((await client.get('/api/me')).status).toBe(200)
  }
})

test('a long name and address fit into the cookie', async ({ app }) => {
  const email = `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.example`
  const person = await makePerson(app, { ...newPerson(), name: '🦦'.repeat(50), email })
  for (const strategy of strategies) {
    const { answers } = await signedIn(app, person, strategy)
    for (const line of answers.flatMap(({ setCookies }) => setCookies))
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(limitBytes)
  }
})
