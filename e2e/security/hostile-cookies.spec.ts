import { authjsPost, authjsSignIn } from '../support/authjs'
import { Client } from '../support/client'
import { authjsStrategies, signedIn, strategies } from '../support/people'
import { expect, test } from '../support/test'

/** What is made of the cookies that come in: ASVS 7.2.4, 3.3. Nobody is signed in by junk, and junk breaks nothing. */

for (const strategy of strategies) {
  const name = `session.${strategy}`
  const other = strategies.find((id) => id !== strategy)!
  const paths = [
    '/api/me',
    `/api/me?strategy=${strategy}`,
    '/api/sessions',
    `/api/auth/${strategy}/session`,
    '/account',
    '/',
  ]

  test(`${strategy}: hostile cookies are nobody, and never an error`, async ({ app, person }) => {
    const good = (await signedIn(app, person, strategy)).jar.get(name) ?? ''
    const theirs = (await signedIn(app, person, other)).jar.get(`session.${other}`) ?? ''
    const half = Math.floor(good.length / 2)
    const hostile = [
      `${name}=${good}; ${name}=${good}`,
      `${name}=; ${name}=${good}`,
      `${name}=${theirs}`,
      `${name}.0=${good}`,
      `${name}.0=${good.slice(0, half)}; ${name}.1=${good.slice(half)}`,
      `${name}=${good}.`,
      `${name}="${good}"`,
      `${name}=${good.toUpperCase()}`,
      `${name}=%00; ${name}.0=${good}`,
      `${name}=${'A'.repeat(8000)}`,
      `${name}=${good.slice(0, -1)}`,
      `__Host-${name}=${good}`,
      ` ${name} extra=${good}`,
      `authjs.session-token=${good}; next-auth.session-token=${good}`,
      ';;;=;a;=b',
      `${name}=\u00e9\u00ff`,
      `__proto__=${good}; constructor=x; strategy=__proto__`,
    ]
    for (const cookie of hostile)
      for (const path of paths) {
        const answer = await new Client(app).get(path, { cookie: `strategy=${strategy}; ${cookie}` })
        expect(answer.status, `${path} ${cookie.slice(0, 60)}`).toBeLessThan(500)
        expect(answer.text.includes(person.email), `${path} ${cookie.slice(0, 60)}`).toBe(false)
      }
  })
}

for (const strategy of authjsStrategies) {
  const name = `session.${strategy}`

  test(`${strategy}: a new value at each sign-in, and the old one is dead`, async ({ app, person }) => {
    const client = new Client(app)
    client.jar.set(name, 'A'.repeat(43))
    const seen = new Set([client.jar.get(name)])
    await client.post('/api/sign-in', { ...person, name: undefined, strategy })
    seen.add(client.jar.get(name))
    const thief = new Client(app)
    thief.jar = client.jar.copy()
    await authjsSignIn(client, strategy, person)
    expect(seen.add(client.jar.get(name)).size).toBe(3)
    expect((await thief.post('/api/renew', { strategy })).status).toBe(401)
    if (strategy === 'database') expect((await thief.get('/api/me')).status).toBe(401)
  })

  test(`${strategy}: a junk callback URL does not break Auth.js for ever`, async ({ app, person }) => {
    for (const junk of [
      'http://[',
      '//evil.example',
      'javascript:alert(1)',
      '%',
      '%E0%A4%A',
      'x'.repeat(3000),
      'https://evil.example/a',
    ]) {
      const client = await signedIn(app, person, strategy)
      client.jar.set(`callback-url.${strategy}`, junk)
      expect((await client.get(`/api/auth/${strategy}/session`)).status).toBe(200)
      client.jar.set(`callback-url.${strategy}`, junk)
      const out = await authjsPost(client, strategy, 'signout')
      expect(new URL(out.headers.location ?? '', app.origin).origin).toBe(app.origin)
      expect((await client.get('/api/me')).status).toBe(401)
    }
  })
}

test('the toggle is one of two words, or is not there', async ({ app, person }) => {
  const client = await signedIn(app, person, 'database')
  for (const value of ['__proto__', 'bearer', 'DATABASE', '', '%64atabase', 'x'.repeat(4000)]) {
    client.jar.set('strategy', value)
    expect((await client.get('/api/me')).json()).toMatchObject({ strategy: 'database' })
  }
})

test('a device cookie signs nobody in', async ({ app, person }) => {
  const { jar } = await signedIn(app, person)
  const cookie = `device=${jar.get('device')}`
  expect((await new Client(app).get('/api/me', { cookie })).status).toBe(401)
})
