import { authjsPost, authjsSignIn } from '../support/authjs'
import { Client } from '../support/client'
import { parseSetCookie } from '../support/set-cookie'
import { formFields, multipart, staticFile } from '../support/page'
import { authjsStrategies, signedIn, strategies } from '../support/people'
import { expectProblem } from '../support/problem'
import { expect, test } from '../support/production'

/** Over https: ASVS 3.3.1, 3.3.3, 3.4.1. */

test('HSTS on every kind of response', async ({ app }) => {
  const client = new Client(app)
  const paths = [
    '/',
    '/account',
    '/sign-in/',
    '/nothing-here',
    '/api/me',
    '/api/auth/jwt/csrf',
    '/%',
    '/healthz',
    await staticFile(app),
  ]
  for (const path of paths) {
    const [, seconds] =
      /^max-age=(\d+); includeSubDomains$/.exec(
        String((await client.get(path)).headers['strict-transport-security']),
      ) ?? []
    expect(Number(seconds), path).toBeGreaterThanOrEqual(31_536_000)
  }
  for (const answer of [
    await client.send('PUT', '/'),
    await client.send('DELETE', '/api/me'),
    await client.get('/', { 'x-long': 'x'.repeat(40_000) }),
  ])
    expect(answer.headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains')
})

test('every cookie: __Host-, Secure, HttpOnly, Path=/, no Domain', async ({ app, verified }) => {
  const client = new Client(app)
  for (const strategy of authjsStrategies) {
    await authjsSignIn(client, strategy, verified)
    expect((await client.get(`/api/auth/${strategy}/session`)).json()).toMatchObject({
      user: { email: verified.email },
    })
    await client.post('/api/renew', { strategy })
    await client.post('/api/strategy', { strategy })
    await authjsPost(client, strategy, 'signout')
  }
  const { body, headers } = multipart({ ...formFields((await client.get('/')).text, 'theme'), theme: 'dark' })
  await client.send('POST', '/', { body, headers })
  const lines = client.answers.flatMap(({ setCookies }) => setCookies)
  expect(lines.map((line) => parseSetCookie(line).name)).toEqual(
    expect.arrayContaining([...authjsStrategies.map((id) => `__Host-session.${id}`), '__Host-device']),
  )
  for (const line of lines) {
    const { name, attributes } = parseSetCookie(line)
    expect(name).toMatch(/^__Host-/)
    for (const needed of ['secure', 'httponly', 'samesite'])
      expect(attributes.has(needed), `${name} ${needed}`).toBe(true)
    expect(attributes.get('path')).toBe('/')
    expect(attributes.has('domain')).toBe(false)
  }
})

test('the refresh cookie of a page: __Secure-, Secure, and a path of its own', async ({ app, verified }) => {
  const { email, password } = verified
  const { status, setCookies } = await new Client(app).post('/api/token/browser', { email, password })
  expect(status).toBe(200)
  const { name, attributes } = parseSetCookie(setCookies[0]!)
  expect(name).toBe('__Secure-refresh')
  for (const needed of ['secure', 'httponly']) expect(attributes.has(needed)).toBe(true)
  expect(attributes.get('path')).toBe('/api/token/browser')
  expect(attributes.has('domain')).toBe(false)
})

test('a cookie without the prefix is not believed: a sibling domain could have set it', async ({
  app,
  verified,
}) => {
  for (const strategy of strategies) {
    const { jar } = await signedIn(app, verified, strategy)
    const value = jar.get(`__Host-session.${strategy}`)
    for (const name of [
      `session.${strategy}`,
      `__Secure-session.${strategy}`,
      ` __Host-session.${strategy}.0`,
    ])
      expect(
        (await new Client(app).get(`/api/me?strategy=${strategy}`, { cookie: `${name}=${value}` })).status,
      ).toBe(401)
  }
})

test('the same name over http is another origin', async ({ app }) => {
  const origin = app.origin.replace('https:', 'http:')
  expectProblem(await new Client(app).post('/api/sign-out', {}, { origin }), 403, 'cross_origin')
})
