import { describe, expect, test } from 'vitest'
import {
  api,
  authorize,
  browser,
  codeOf,
  password,
  redeem,
  request,
  startProvider,
  wholeScope,
} from './testing/provider-client'

const { issuer } = await startProvider({
  moreClients: [
    {
      client_id: 'stranger',
      client_name: '<b>Stranger</b>',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://localhost:3000/stranger'],
    },
  ],
})
const lin = { email: 'lin@provider.example', password }

/** Signs in. @returns what follows: the question, or the answer */
async function signIn(clientId: string, changed: Record<string, string> = {}) {
  const visit = browser(issuer)
  const page = await visit(request(clientId, changed))
  const answer = await visit(page.url, lin)
  return { visit, answer, text: await answer.clone().text() }
}

test.each(['web-confidential', 'web-public'])('%s is the app: no question', async (clientId) => {
  const { answer } = await signIn(clientId)
  expect(answer.headers.get('location')).toContain('code=')
})

describe.each(['spa', 'native'])('%s', (clientId) => {
  test('asks, in plain words, for what was asked for', async () => {
    const { text } = await signIn(clientId, { scope: wholeScope, resource: api })
    for (const words of [
      'Know you again',
      'Your name',
      'Your email address',
      'Act for you at the Bothways API',
    ])
      expect(text).toContain(words)
    expect(text).toContain('lin@provider.example')
  })

  test('asks for no more than that', async () => {
    const { text } = await signIn(clientId, { scope: 'openid email' })
    expect(text).not.toContain('Your name')
    expect(text).not.toContain('Bothways API')
  })

  test('Deny is access_denied at the client, and nothing is granted', async () => {
    const { visit, answer } = await signIn(clientId)
    const denied = await visit(answer.url, { decision: 'deny' })
    const { searchParams } = new URL(denied.headers.get('location') ?? '')
    expect([searchParams.get('error'), searchParams.get('code')]).toEqual(['access_denied', null])
    expect(searchParams.get('state')).toBe('a-state')
    expect(await (await visit(request(clientId))).text()).toContain('>Allow<')
  })

  test('Allow gives what was asked for', async () => {
    const answer = await authorize(browser(issuer), clientId, { scope: 'openid email' })
    const { tokens } = await redeem(issuer, clientId, codeOf(answer))
    expect(tokens.scope).toBe('openid email')
  })
})

test('spa is asked once, and again for more', async () => {
  const visit = browser(issuer)
  await authorize(visit, 'spa')
  expect((await visit(request('spa'))).headers.get('location')).toContain('code=')
  const more = await visit(request('spa', { scope: wholeScope, resource: api }))
  expect(await more.text()).toContain('Act for you')
})

test('native is asked each time: nothing proves that it is the same program (RFC 8252 §8.6)', async () => {
  const visit = browser(issuer)
  await authorize(visit, 'native')
  expect(await (await visit(request('native'))).text()).toContain('>Allow<')
})

test('offline_access says what it means', async () => {
  const { text } = await signIn('spa', { scope: 'openid offline_access', prompt: 'consent' })
  expect(text).toContain('after you have signed out here')
})

test('a client that was added is asked for, and its name stays text', async () => {
  const { text } = await signIn('stranger')
  expect(text).toContain('Allow &lt;b&gt;Stranger&lt;/b&gt;?')
})

test('prompt=none never shows the question', async () => {
  const visit = browser(issuer)
  await authorize(visit, 'web-public')
  const answer = await visit(request('spa', { prompt: 'none' }))
  expect(answer.headers.get('location')).toContain('error=consent_required')
})

test('neither an unknown answer nor another method changes anything', async () => {
  const { visit, answer } = await signIn('spa')
  expect((await visit(answer.url, { decision: 'perhaps' })).status).toBe(422)
  expect((await visit(answer.url, {})).status).toBe(422)
  const another = await visit(answer.url, undefined, {}, 'PUT')
  expect([another.status, another.headers.get('allow')]).toEqual([405, 'GET, POST'])
  expect((await visit(answer.url, { decision: 'allow', more: 'x'.repeat(17 * 1024) })).status).toBe(413)
  expect((await visit(answer.url)).status).toBe(200)
})
