import fc from 'fast-check'
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose'
import { Client, type Answer, type Sent } from '../support/client'
import { changes } from '../support/endpoints'
import {
  admin,
  bearing,
  makePerson,
  signedIn,
  strategies,
  tokensOf,
  unboundStrategies,
} from '../support/people'
import { expectProblem } from '../support/problem'
import { expect, test as base } from '../support/test'
import { jwks, oauthError, tokenPair } from '@/lib/api-schema/tokens'
import { pageTokenStrategy, strategies as table } from '@/lib/strategies'

/** Tokens over HTTP: RFC 6749 §5, RFC 6750, RFC 7009, RFC 7662, RFC 7517, CORS. ASVS 10.3, 10.4, 3.4.2. */

/** What every challenge for a token says: what is wrong, and where to read which tokens are taken (RFC 9728 §5.1). */
const challenge = (fault: string) =>
  expect.stringMatching(
    new RegExp(
      `^Bearer ${fault}, resource_metadata="http://localhost:\\d+/.well-known/oauth-protected-resource"$`,
    ),
  )

const secret = 'the key of a resource server'
const spa = 'https://spa.example'
const test = base.extend({})
test.use({
  settings: {
    INTROSPECTION_CLIENT_ID: 'resource-server',
    INTROSPECTION_CLIENT_SECRET: secret,
    CORS_ORIGINS: spa,
    REFRESH_GRACE_SECONDS: '1',
  },
})

const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
const known = basic(`resource-server:${secret}`)
const withoutOrigin = { origin: undefined }

function expectOAuth(answer: Answer, status: number, error: string) {
  expect(answer.status, answer.text).toBe(status)
  expect(oauthError.parse(answer.json()).error).toBe(error)
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.headers['content-type']).toBe('application/json')
}

const sendForm = (
  client: Client,
  path: string,
  form: Record<string, string>,
  headers: Sent['headers'] = {},
) => client.send('POST', path, { form, headers: { ...withoutOrigin, ...headers } })

test('a pair of tokens, in the shape of the RFC, not to be stored', async ({ app, person }) => {
  const { email, password } = person
  const answer = await new Client(app).post('/api/token', { email, password }, withoutOrigin)
  expect(answer.status).toBe(200)
  expect(tokenPair.parse(answer.json())).toMatchObject({ token_type: 'Bearer', expires_in: 300 })
  expect([answer.headers['cache-control'], answer.headers.pragma]).toEqual(['no-store', 'no-cache'])
  expect(answer.setCookies).toEqual([])
  const wrong = await new Client(app).post('/api/token', { email, password: `${password}!` }, withoutOrigin)
  const cookie = await new Client(app).post('/api/sign-in', { email, password: `${password}!` })
  expectProblem(wrong, 401, 'invalid_credentials')
  expect(wrong.text).toBe(cookie.text)
})

test('the published keys verify it, and say nothing private', async ({ app, person }) => {
  const answer = await new Client(app).get('/.well-known/jwks.json')
  expect(answer.headers['cache-control']).toBe('public, max-age=300')
  const { keys } = jwks.parse(answer.json())
  for (const key of keys) expect(Object.keys(key).filter((name) => 'dpqk'.includes(name))).toEqual([])
  const { access_token } = await tokensOf(app, person, { strategy: 'hybrid' })
  const { payload, protectedHeader } = await jwtVerify(
    access_token,
    createLocalJWKSet({ keys } as unknown as JSONWebKeySet),
    { issuer: app.origin, audience: `${app.origin}/api`, typ: 'at+jwt', algorithms: ['ES256'] },
  )
  expect(protectedHeader).toEqual({ alg: 'ES256', kid: keys[0]!.kid, typ: 'at+jwt' })
  expect(payload).toMatchObject({ client_id: 'bothways', scope: 'api', role: 'user' })
  for (const name of ['sub', 'iat', 'exp', 'jti', 'sid']) expect(payload[name], name).toBeDefined()
})

test.describe('RFC 6750', () => {
  test('a token counts in the header alone', async ({ app, person }) => {
    const { access_token: token } = await tokensOf(app, person)
    const client = new Client(app)
    expect((await client.get('/api/me', bearing(token))).json()).toMatchObject({ strategy: 'bearer' })
    const inQuery = await client.get(`/api/me?access_token=${token}`)
    expect(inQuery.json()).toEqual({ status: 'anonymous', because: 'absent' })
    const twice = await client.get(`/api/me?access_token=${token}`, bearing(token))
    expectProblem(twice, 400, 'token_twice')
    expect(twice.headers['www-authenticate']).toEqual(challenge('error="invalid_request"'))
    const twiceInForm = await sendForm(
      client,
      '/api/token/revoke',
      { token: 'x', access_token: token },
      bearing(token),
    )
    expectOAuth(twiceInForm, 400, 'invalid_request')
  })

  test('never falls back to the cookie', async ({ app, person }) => {
    const client = await signedIn(app, person)
    for (const authorization of ['Bearer x', 'Basic eDp5', 'Bearer', 'x']) {
      const answer = await client.get('/api/me', { authorization })
      expect(answer.json()).toEqual({ status: 'anonymous', because: 'malformed' })
      expect(answer.status).toBe(401)
      expect(answer.headers['www-authenticate']).toEqual(challenge('error="invalid_token"'))
      const change = await client.send('POST', '/api/sessions/revoke-others', {
        json: {},
        headers: { authorization },
      })
      expect(change.status).toBe(401)
      expect((await client.get('/account', { authorization })).status).toBe(307)
    }
    expect((await client.get('/api/me')).status).toBe(200)
  })

  test('a token that may only read changes nothing', async ({ app, person }) => {
    const { access_token: token } = await tokensOf(app, person, { scope: 'api:read' })
    const client = new Client(app)
    for (const path of ['/api/me', '/api/sessions'])
      expect((await client.get(path, bearing(token))).status).toBe(200)
    for (const { method, path, body } of changes.filter(
      ({ needsOrigin, isOAuth }) => needsOrigin && !isOAuth,
    )) {
      const answer = await client.send(method, path, { json: body, headers: bearing(token) })
      expectProblem(answer, 403, 'insufficient_scope')
      expect(answer.headers['www-authenticate']).toEqual(challenge('error="insufficient_scope", scope="api"'))
    }
  })
})

test('a program needs no Origin: it lists sessions, ends one, signs out', async ({ app }) => {
  const person = await makePerson(app)
  const [here, there] = [await tokensOf(app, person), await tokensOf(app, person, { strategy: 'hybrid' })]
  const client = new Client(app)
  const headers = { ...withoutOrigin, ...bearing(here.access_token) }
  type Listed = { id: string; strategy: string; current: boolean; device: string }
  const { sessions } = (await client.send('GET', '/api/sessions', { headers })).json<{ sessions: Listed[] }>()
  expect(sessions.map(({ strategy, current }) => [strategy, current]).sort()).toEqual([
    ['bearer', true],
    ['hybrid', false],
  ])
  const { id } = sessions.find(({ strategy }) => strategy === 'hybrid')!
  expect((await client.send('DELETE', `/api/sessions/${id}`, { headers })).status).toBe(204)
  expect((await client.get('/api/me', bearing(there.access_token))).json()).toMatchObject({
    because: 'revoked',
  })
  expect((await client.send('POST', '/api/sign-out', { json: {}, headers })).status).toBe(204)
  expectOAuth(
    await client.post('/api/token/refresh', { refresh_token: here.refresh_token }),
    ...([400, 'invalid_grant'] as const),
  )
  expectProblem(await client.send('GET', '/api/sessions', { headers }), 401, 'not_authenticated')
})

test('changing the password ends every family', async ({ app }) => {
  const person = await makePerson(app)
  const [bearer, hybrid] = [await tokensOf(app, person), await tokensOf(app, person, { strategy: 'hybrid' })]
  const client = await signedIn(app, person)
  const change = { currentPassword: person.password, newPassword: 'eleven calm herons wade' }
  expect((await client.post('/api/password', change)).status).toBe(204)
  for (const { refresh_token } of [bearer, hybrid])
    expectOAuth(await new Client(app).post('/api/token/refresh', { refresh_token }), 400, 'invalid_grant')
  expect((await client.get('/api/me', bearing(hybrid.access_token))).status).toBe(401)
  expectProblem(await client.get('/api/sessions', bearing(bearer.access_token)), 401, 'not_authenticated')
})

test('the administrator sees the families counted', async ({ app, person }) => {
  const boss = await tokensOf(app, admin)
  const count = async () =>
    (await new Client(app).get('/api/admin/stats', bearing(boss.access_token))).json<{
      refreshFamilies: number
    }>()
  const before = (await count()).refreshFamilies
  await tokensOf(app, person)
  expect((await count()).refreshFamilies).toBe(before + 1)
})

test.describe('refreshing', () => {
  test('rotates; a spent one that comes back ends the family', async ({ app, person }) => {
    const first = await tokensOf(app, person)
    const client = new Client(app)
    const refresh = (refresh_token: string) =>
      client.post('/api/token/refresh', { refresh_token }, withoutOrigin)
    const second = tokenPair.parse((await refresh(first.refresh_token)).json())
    const third = tokenPair.parse((await refresh(second.refresh_token)).json())
    expectOAuth(await refresh(first.refresh_token), 400, 'invalid_grant')
    expectOAuth(await refresh(third.refresh_token), 400, 'invalid_grant')
  })

  test('fifty at once leave one', async ({ app, person }) => {
    const { refresh_token } = await tokensOf(app, person, { strategy: 'hybrid' })
    const all = await Promise.all(
      Array.from({ length: 50 }, () => new Client(app).post('/api/token/refresh', { refresh_token })),
    )
    const given = all
      .filter(({ status }) => status === 200)
      .map((answer) => tokenPair.parse(answer.json()).refresh_token)
    expect(new Set(given).size).toBe(1)
    for (const { status } of all) expect([200, 400]).toContain(status)
  })
})

test.describe('revoking', () => {
  test('200 for anything, and nobody else is touched', async ({ app, person }) => {
    const bystander = await tokensOf(app, person, { strategy: 'hybrid' })
    for (const token of ['nothing', 'a.b.c', '\u0000', 'x'.repeat(8000)])
      expect(
        (await sendForm(new Client(app), '/api/token/revoke', { token, token_type_hint: 'odd' })).status,
      ).toBe(200)
    expect((await new Client(app).get('/api/me', bearing(bystander.access_token))).status).toBe(200)
  })

  for (const strategy of unboundStrategies)
    for (const kind of ['access_token', 'refresh_token'] as const)
      test(`${strategy}, by its ${kind}`, async ({ app, person }) => {
        const tokens = await tokensOf(app, person, { strategy })
        const client = new Client(app)
        expect(
          (await sendForm(client, '/api/token/revoke', { token: tokens[kind], token_type_hint: kind })).text,
        ).toBe('')
        const { refresh_token } = tokens
        expectOAuth(await client.post('/api/token/refresh', { refresh_token }), 400, 'invalid_grant')
        expect((await client.get('/api/me', bearing(tokens.access_token))).status).toBe(
          table[strategy].endsAtOnce ? 401 : 200,
        )
        const said = await sendForm(client, '/api/token/introspect', { token: tokens.access_token }, known)
        expect(said.text).toBe('{"active":false}')
      })
})

test.describe('introspection', () => {
  test('only for whoever proves itself', async ({ app, person }) => {
    const { access_token: token } = await tokensOf(app, person)
    const strangers = [
      ...[
        {},
        bearing(token),
        basic('resource-server:'),
        basic(`resource-server:${secret}x`),
        basic(`x:${secret}`),
      ],
      ...[basic(''), basic(':'), { authorization: 'Basic %%%' }, { authorization: `Basic ${secret}` }],
    ]
    for (const headers of strangers) {
      const answer = await sendForm(new Client(app), '/api/token/introspect', { token }, headers)
      expectOAuth(answer, 401, 'invalid_client')
      expect(answer.headers['www-authenticate']).toMatch(/^Basic realm=/)
    }
  })

  test('says what a good token says, and of every other the same', async ({ app, person }) => {
    const client = new Client(app)
    const { access_token, refresh_token } = await tokensOf(app, person, { strategy: 'hybrid' })
    const ask = async (token: string) =>
      (await sendForm(client, '/api/token/introspect', { token }, known)).json()
    expect(await ask(access_token)).toMatchObject({
      active: true,
      token_type: 'Bearer',
      iss: app.origin,
      aud: `${app.origin}/api`,
      client_id: 'bothways',
      scope: 'api',
      username: person.email,
    })
    expect(await ask(refresh_token)).toMatchObject({ active: true, username: person.email })
    for (const token of ['nothing', `${access_token}x`, 'a.b.c', 'A'.repeat(43)])
      expect(await ask(token)).toEqual({ active: false })
  })
})

test('the page’s own scripts: a token that ends with the cookie’s session', async ({ app, person }) => {
  for (const strategy of strategies) {
    const client = await signedIn(app, person, strategy)
    const answer = await client.post('/api/token/page')
    const { access_token: token, ...rest } = answer.json<{ access_token: string }>()
    expect(rest).toEqual({ token_type: 'Bearer', expires_in: 300 })
    const bare = new Client(app)
    expect((await bare.get('/api/me', bearing(token))).json()).toMatchObject({ strategy: pageTokenStrategy })
    expectProblem(await bare.post('/api/token/page', {}, bearing(token)), 401, 'not_authenticated')
    expect((await client.post('/api/sign-out')).status).toBe(204)
    expect((await bare.get('/api/me', bearing(token))).json()).toMatchObject({ because: 'revoked' })
    expectProblem(await client.post('/api/token/page'), 401, 'not_authenticated')
  }
})

test.describe('CORS', () => {
  const allowing = (answer: Answer) =>
    Object.keys(answer.headers).filter((header) => header.startsWith('access-control'))

  test('the one origin that is configured, without credentials', async ({ app, person }) => {
    const { access_token } = await tokensOf(app, person)
    const client = new Client(app)
    const preflight = {
      origin: spa,
      'access-control-request-method': 'DELETE',
      'access-control-request-headers': 'authorization',
    }
    const asked = await client.send('OPTIONS', '/api/sessions/0191a5f0-0000-7000-8000-000000000000', {
      headers: preflight,
    })
    expect(asked.status).toBe(204)
    expect(asked.headers['access-control-allow-origin']).toBe(spa)
    expect(asked.headers['access-control-allow-methods']).toContain('DELETE')
    expect(asked.headers['access-control-allow-headers']).toContain('authorization')
    const read = await client.get('/api/me', { origin: spa, ...bearing(access_token) })
    expect(read.headers['access-control-allow-origin']).toBe(spa)
    const change = {
      json: {},
      headers: { origin: spa, 'sec-fetch-site': 'cross-site', ...bearing(access_token) },
    }
    expect((await client.send('POST', '/api/sessions/revoke-others', change)).status).toBe(204)
    for (const answer of client.answers) {
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined()
      expect(answer.headers.vary).toMatch(/(^|, )Origin/)
    }
  })

  test('acts for no cookie, not even from there', async ({ app, person }) => {
    const client = await signedIn(app, person)
    expectProblem(await client.post('/api/sign-out', {}, { origin: spa }), 403, 'cross_origin')
    expectProblem(await client.post('/api/token/page', {}, { origin: spa }), 403, 'cross_origin')
  })

  for (const origin of [
    'https://evil.example',
    'null',
    `${spa}.evil.example`,
    'http://spa.example',
    `${spa}:8443`,
    `${spa}/`,
  ])
    test(`${origin} gets nothing`, async ({ app, person }) => {
      const { access_token } = await tokensOf(app, person)
      const client = new Client(app)
      const preflight = { origin, 'access-control-request-method': 'POST' }
      expect(allowing(await client.send('OPTIONS', '/api/token', { headers: preflight }))).toEqual([])
      expect(allowing(await client.get('/api/me', { origin, ...bearing(access_token) }))).toEqual([])
      const { email, password } = person
      expectProblem(await client.post('/api/token', { email, password }, { origin }), 403, 'cross_origin')
      const change = { json: {}, headers: { origin, ...bearing(access_token) } }
      expectProblem(await client.send('POST', '/api/sessions/revoke-others', change), 403, 'cross_origin')
    })
})

test.describe('bodies of OAuth', () => {
  const oauth = changes.filter(({ isOAuth }) => isOAuth)

  test('the wrong type is 415, twice the same parameter and too much are refused, in the RFC’s words', async ({
    app,
  }) => {
    const [jsonType, formType] = ['application/json', 'application/x-www-form-urlencoded']
    for (const { path, form, body, types } of oauth) {
      const client = new Client(app)
      const wrong = ['text/plain', jsonType, formType].filter((type) => !types.includes(type))
      if (path === '/api/token') wrong.length = 0 // there a refusal is in OAuth's words for a form alone
      for (const type of wrong) {
        const headers = { ...known, 'content-type': type }
        const sent = { headers, body: JSON.stringify(body ?? form) }
        expectOAuth(await client.send('POST', path, sent), 415, 'invalid_request')
      }
      const right = { ...known, 'content-type': form ? `${formType}; charset=UTF-8` : jsonType }
      const large = 'x'.repeat(17 * 1024)
      expectOAuth(await client.send('POST', path, { headers: right, body: large }), 413, 'invalid_request')
      const broken = form ? `${new URLSearchParams(form).toString()}&${Object.keys(form)[0]}=x` : '{'
      expectOAuth(await client.send('POST', path, { headers: right, body: broken }), 400, 'invalid_request')
      expectOAuth(
        await client.send('POST', path, { headers: right, body: form ? 'x=y' : '{"x":1}' }),
        400,
        'invalid_request',
      )
    }
  })

  test('refresh: as libraries send it, and the errors of RFC 6749 §5.2', async ({ app, person }) => {
    const form = { grant_type: 'refresh_token' }
    for (const path of ['/api/token', '/api/token/refresh']) {
      let { refresh_token } = await tokensOf(app, person)
      const client = new Client(app)
      const send = (more: Record<string, string>, headers: Sent['headers'] = {}) =>
        sendForm(client, path, { ...form, refresh_token, ...more }, headers)
      expectOAuth(await send({ refresh_token: '' }), 400, 'invalid_request')
      expectOAuth(await send({ grant_type: '' }), 400, 'invalid_request')
      expectOAuth(await send({ grant_type: 'password' }), 400, 'unsupported_grant_type')
      expectOAuth(await send({ grant_type: 'authorization_code' }), 400, 'unsupported_grant_type')
      expectOAuth(await send({ scope: 'openid' }), 400, 'invalid_scope')
      for (const proof of ['client_secret', 'client_assertion'])
        expectOAuth(await send({ client_id: 'bothways', [proof]: 'x' }), 401, 'invalid_client')
      for (const text of ['bothways:x', 'bothways', ':x', 'bothways:x:', ''])
        expectOAuth(await send({}, basic(text)), 401, 'invalid_client')
      const tolerated: [Record<string, string>, Sent['headers']?][] = [
        [{ client_id: 'bothways' }],
        [{ client_id: 'of somebody', client_secret: '', scope: '', foo: 'bar' }],
        [{}, basic('bothways:')],
        [{}, basic(':')],
        [{}, bearing('an access token that has expired')],
        [{}, { 'content-type': 'Application/X-WWW-Form-Urlencoded;charset=utf-8' }],
      ]
      for (const [more, headers] of tolerated) {
        const answer = await send(more, headers)
        expect(answer.status, answer.text).toBe(200)
        expect([answer.headers['cache-control'], answer.headers.pragma]).toEqual(['no-store', 'no-cache'])
        refresh_token = tokenPair.parse(answer.json()).refresh_token
      }
    }
  })

  test('a form is no sign-in, and JSON no grant', async ({ app, person }) => {
    const { email, password } = person
    const client = new Client(app)
    const typed = { grant_type: 'password', username: email, password }
    expectOAuth(await sendForm(client, '/api/token', typed), 400, 'unsupported_grant_type')
    expectOAuth(await sendForm(client, '/api/token', { email, password }), 400, 'invalid_request')
    const { refresh_token } = await tokensOf(app, person)
    const grant = { grant_type: 'refresh_token', refresh_token }
    expectProblem(await client.post('/api/token', grant), 422, 'validation_failed')
    expectOAuth(await client.post('/api/token/refresh', grant), 400, 'invalid_request')
  })

  test('exchange: the errors of RFC 8693', async ({ app, person }) => {
    const { access_token } = await tokensOf(app, person)
    const { form } = changes.find(({ path }) => path === '/api/token/exchange')!
    const send = (more: Record<string, string>) =>
      sendForm(new Client(app), '/api/token/exchange', { ...form, ...more })
    expectOAuth(await send({ grant_type: 'password' }), 400, 'unsupported_grant_type')
    expectOAuth(await send({ audience: 'https://other.example' }), 400, 'invalid_target')
    expectOAuth(await send({ scope: 'openid' }), 400, 'invalid_scope')
    expectOAuth(
      await send({ subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' }),
      400,
      'invalid_request',
    )
    for (const subject_token of ['x', access_token])
      expectOAuth(await send({ subject_token }), 400, 'invalid_request')
  })

  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom('\u0000', '%00', 'a.b.c', '..', 'A'.repeat(43), '9'.repeat(400), '__proto__'),
  )
  for (const { path, form } of oauth.filter(({ form }) => form))
    test(`${path}: any form`, async ({ app }) => {
      const fields = Object.fromEntries(
        Object.entries(form!).map(([name, good]) => [name, fc.oneof(fc.constant(good), text)]),
      )
      await fc.assert(
        fc.asyncProperty(
          fc.record(fields, { requiredKeys: [] }),
          fc.dictionary(text, text, { maxKeys: 3 }),
          async (near, any) => {
            const all = Object.fromEntries(
              Object.entries({ ...any, ...near }).map(([name, value]) => [
                name.toWellFormed(),
                String(value).toWellFormed(),
              ]),
            )
            const answer = await sendForm(new Client(app), path, all, known)
            expect(answer.status, JSON.stringify(all)).toBeLessThan(500)
            if (answer.status >= 400) expect(() => oauthError.parse(answer.json())).not.toThrow()
          },
        ),
        { seed: 20261124, numRuns: 25 },
      )
    })
})
