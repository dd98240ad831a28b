import { describe, expect, test } from 'vitest'
import { endpoints } from '@/lib/api-schema/api'
import { createClient } from './client'
import { exchange } from './exchange'
import type { Api, ValueOf } from './operations'
import { StrategyClient } from './strategy-client'
import type { Transport, TransportRequest } from './transport'

/** What is promised of calls, answers and refusals, whatever carries them. */

type Seen = TransportRequest & { path: string }

function answering(status: number, body: unknown, seen: Seen[] = []): Transport {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return async (path, request) => {
    seen.push({ path, ...request })
    return new Response(status === 204 ? null : text, { status })
  }
}

const anonymous = { status: 'anonymous', because: 'revoked' }
const problem = { type: 'about:blank', title: 'Wrong.', status: 422, code: 'validation_failed' }
const tokens = { access_token: 'a', token_type: 'Bearer', expires_in: 300, refresh_token: 'r' }

describe('a request', () => {
  test('has the parameters in its path, the query behind it, and the token in its header', async () => {
    const seen: Seen[] = []
    const client = createClient(answering(204, '', seen))
    const options = { params: { id: 'a/b' }, query: { strategy: 'jwt' }, accessToken: 't' } as const
    await client.call('DELETE /api/sessions/{id}', options)
    expect(seen).toEqual([
      {
        path: '/api/sessions/a%2Fb?strategy=jwt',
        method: 'DELETE',
        headers: { Authorization: 'Bearer t' },
      },
    ])
  })

  test('says of which type its body is', async () => {
    const seen: Seen[] = []
    const client = createClient(answering(200, '', seen))
    await client.call('POST /api/token/revoke', { form: { token: 'a b' } })
    await client.call('POST /api/strategy', { json: { strategy: 'jwt' } })
    expect(seen.map(({ body, headers }) => [headers['Content-Type'], body])).toEqual([
      ['application/x-www-form-urlencoded', 'token=a+b'],
      ['application/json', '{"strategy":"jwt"}'],
    ])
  })

  test('that names a path, a field or a value that the table has not does not compile', () => {
    const client = createClient(answering(204, ''))
    const misspelt = () => [
      // @ts-expect-error -- no such path
      client.call('POST /api/signin', { json: { email: '', password: '' } }),
      // @ts-expect-error -- no such method there
      client.call('GET /api/sign-in'),
      // @ts-expect-error -- no such field
      client.call('POST /api/sign-in', { json: { email: '', passwort: '' } }),
      // @ts-expect-error -- no such value
      client.call('GET /api/me', { query: { strategy: 'bearer' } }),
      // @ts-expect-error -- it takes a form, no JSON
      client.call('POST /api/token/revoke', { json: { token: '' } }),
      // @ts-expect-error -- the parameter is missing
      client.call('DELETE /api/sessions/{id}', {}),
      // @ts-expect-error -- no such field in the answer
      'people' satisfies keyof ValueOf<Api, 'GET /api/admin/stats'>,
    ]
    expect(misspelt).toBeTypeOf('function')
  })
})

describe('an answer', () => {
  test('that is a success has its value, its size and the request that it answers', async () => {
    const stats = { users: 1, sessions: 2, refreshFamilies: 3 }
    const answer = await createClient(answering(200, stats), endpoints).call('GET /api/admin/stats')
    expect(answer).toMatchObject({ ok: true, status: 200, value: stats })
    expect(answer.bytes).toBe(JSON.stringify(stats).length)
    expect(answer.sent).toEqual({ method: 'GET', path: '/api/admin/stats', headers: {}, body: null })
  })

  test.each([
    ['a problem document', 422, problem, 'validation_failed', problem],
    ['an OAuth error', 400, { error: 'invalid_grant', error_description: 'Spent.' }, 'invalid_grant', {}],
    ['a reason why nobody is signed in', 401, anonymous, 'revoked', anonymous],
    ['that the server cannot tell', 503, { status: 'unavailable' }, 'unavailable', {}],
  ])('that is %s has its code', async (_, status, body, code, told) => {
    const answer = await createClient(answering(status, body), endpoints).call('GET /api/me')
    expect(answer).toMatchObject({ ok: false, status, code, problem: told })
  })

  test('that is no JSON is not what the endpoint promises, whatever its status', async () => {
    for (const status of [200, 502]) {
      const answer = await createClient(answering(status, '<h1>A proxy</h1>')).call('GET /api/me')
      expect(answer).toMatchObject({ ok: false, status, code: 'unexpected_answer', problem: null })
    }
  })

  test('that does not fit its schema is refused where schemas are given, and believed where not', async () => {
    const transport = answering(200, { users: 'many' })
    const checked = await createClient(transport, endpoints).call('GET /api/admin/stats')
    expect(checked).toMatchObject({ ok: false, status: 200, code: 'unexpected_answer', problem: null })
    expect(await createClient(transport).call('GET /api/admin/stats')).toMatchObject({ ok: true })
  })

  test('that is a problem where the table has a state of its own is a problem all the same', async () => {
    const body = { type: 'about:blank', title: 'Busy.', status: 503, code: 'unavailable' }
    const answer = await createClient(answering(503, body), endpoints).call('GET /api/me')
    expect(answer).toMatchObject({ ok: false, code: 'unavailable', problem: body })
  })

  test('that is not there has the status 0 and its cause', async () => {
    const cause = new TypeError('fetch failed')
    const client = createClient(() => Promise.reject(cause))
    expect(await client.call('GET /healthz')).toMatchObject({
      ok: false,
      status: 0,
      code: 'no_answer',
      cause,
    })
  })

  test('that somebody has stopped is no answer at all', async () => {
    const stopped = AbortSignal.abort()
    const client = createClient(async () => (stopped.throwIfAborted(), new Response()))
    await expect(client.call('GET /healthz')).rejects.toHaveProperty('name', 'AbortError')
  })
})

describe('under a strategy', () => {
  test('a cookie is named by the query, and presents no token', async () => {
    const seen: Seen[] = []
    const client = new StrategyClient('jwt', createClient(answering(200, {}, seen)))
    await client.me()
    expect(seen).toEqual([{ path: '/api/me?strategy=jwt', method: 'GET', headers: {} }])
  })

  test('tokens are held after signing in, and presented; the refresh token is sent alone', async () => {
    const seen: Seen[] = []
    const client = new StrategyClient('hybrid', createClient(answering(200, tokens, seen)))
    await client.signIn({ email: 'a@example.com', password: 'p' })
    await client.me()
    await client.renew()
    expect(seen.map(({ path, headers }) => [path, headers.Authorization])).toEqual([
      ['/api/token', undefined],
      ['/api/me', 'Bearer a'],
      ['/api/token/refresh', undefined],
    ])
    expect(seen[2]).toMatchObject({ body: '{"refresh_token":"r"}', credentials: 'omit' })
  })

  test('a refused sign-in leaves what was held', async () => {
    const client = new StrategyClient('bearer', createClient(answering(401, problem)), {
      tokens: { access_token: 'before' },
    })
    await client.signIn({ email: 'a@example.com', password: 'p' })
    expect(client.accessToken).toBe('before')
  })
})

test('what is of no table is sent as it is written', async () => {
  const seen: Seen[] = []
  await exchange(answering(404, '', seen), 'PROPFIND', '/api/%00', {
    headers: { 'Content-Type': 'x' },
    json: 1,
  })
  expect(seen).toEqual([
    { path: '/api/%00', method: 'PROPFIND', headers: { 'Content-Type': 'x' }, body: '1' },
  ])
})
