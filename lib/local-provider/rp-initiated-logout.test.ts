import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeEach, expect, test } from 'vitest'
import {
  authorize,
  browser,
  codeOf,
  redeem,
  refresh,
  request,
  startProvider,
  userinfo,
  type Browser,
} from './testing/provider-client'

/** What a client hears on its back channel. `answer` is the status that it gives. */
const heard: { path: string; type: string | undefined; body: string }[] = []
let answer = 200
const listener = createServer((incoming, outgoing) => {
  void (async () => {
    let body = ''
    for await (const chunk of incoming as AsyncIterable<Buffer>) body += chunk.toString()
    heard.push({ path: incoming.url ?? '', type: incoming.headers['content-type'], body })
    outgoing.writeHead(answer).end()
  })()
}).listen(0, '127.0.0.1')
await once(listener, 'listening')
afterAll(() => void listener.close())

const appOrigin = `http://localhost:${(listener.address() as AddressInfo).port}`
const { issuer } = await startProvider({ appOrigin })
const callback = { redirect_uri: `${appOrigin}/api/auth/jwt/callback/local-public` }
const signIn = `${appOrigin}/sign-in`
beforeEach(() => {
  heard.length = 0
  answer = 200
})

async function signedIn(visit: Browser) {
  const code = codeOf(await authorize(visit, 'web-public', callback))
  return (await redeem(issuer, 'web-public', code, callback)).tokens
}

const endSession = (parameters: Record<string, string>) =>
  `/session/end?${new URLSearchParams(parameters).toString()}`

/** Presses a button of the page. */
async function press(visit: Browser, page: Response, form: Record<string, string>) {
  const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(await page.text()) ?? []
  return visit('/session/end/confirm', { xsrf, ...form })
}

const isSignedIn = async (visit: Browser) =>
  (await visit(request('web-public', { ...callback, prompt: 'none' }))).headers
    .get('location')
    ?.includes('code=')

test('a client sends its user here; Sign out ends the session and goes back', async () => {
  const visit = browser(issuer)
  const { id_token, access_token } = await signedIn(visit)
  const parameters = { id_token_hint: id_token, post_logout_redirect_uri: signIn, state: 'back' }
  const page = await visit(endSession(parameters))
  expect(await page.clone().text()).toMatch(/lin@provider\.example[^]*>Sign out<[^]*>Stay signed in</)
  expect(await isSignedIn(visit)).toBe(true)
  const again = await visit(endSession(parameters))
  const back = await press(visit, again, { logout: 'yes' })
  expect(back.headers.get('location')).toBe(`${signIn}?state=back`)
  expect(await isSignedIn(visit)).toBe(false)
  expect((await userinfo(issuer, access_token)).status).toBe(401)
})

test('Stay signed in goes back as well, and only that client is let go', async () => {
  const visit = browser(issuer)
  const { id_token } = await signedIn(visit)
  const page = await visit(endSession({ id_token_hint: id_token, post_logout_redirect_uri: signIn }))
  expect((await press(visit, page, {})).headers.get('location')).toBe(signIn)
  expect(await isSignedIn(visit)).toBe(true)
})

test('without an address to go back to, the provider says what was done', async () => {
  const visit = browser(issuer)
  await signedIn(visit)
  const done = await press(visit, await visit('/session/end'), { logout: 'yes' })
  expect(await done.text()).toContain('You are signed out of this provider')
  const stays = browser(issuer)
  await signedIn(stays)
  const stayed = await press(stays, await stays(endSession({ client_id: 'web-public' })), {})
  expect(await stayed.text()).toContain('Still signed in here')
})

test('a browser without a session gets a button, not a script', async () => {
  const visit = browser(issuer)
  const page = await visit(endSession({ client_id: 'web-public', post_logout_redirect_uri: signIn }))
  expect(await page.clone().text()).toMatch(/<button>Continue<\/button>/)
  expect((await press(visit, page, { logout: 'yes' })).headers.get('location')).toBe(signIn)
})

test.each([`${signIn}/`, `${signIn}?x=1`, appOrigin, 'http://evil.example/', 'javascript:alert(1)'])(
  'is never followed by %s',
  async (uri) => {
    const visit = browser(issuer)
    const { id_token } = await signedIn(visit)
    const page = await visit(endSession({ id_token_hint: id_token, post_logout_redirect_uri: uri }))
    expect(page.status).toBe(400)
    expect(await isSignedIn(visit)).toBe(true)
  },
)

test('another site cannot press the button: it does not know the secret', async () => {
  const visit = browser(issuer)
  await signedIn(visit)
  await visit('/session/end')
  expect((await visit('/session/end/confirm', { xsrf: 'guessed', logout: 'yes' })).status).toBe(400)
  expect(await isSignedIn(visit)).toBe(true)
})

test('a refresh token given without offline_access ends with the session', async () => {
  const visit = browser(issuer)
  const spa = { redirect_uri: `${appOrigin}/spa` }
  const { tokens } = await redeem(issuer, 'spa', codeOf(await authorize(visit, 'spa', spa)), spa)
  await press(visit, await visit('/session/end'), { logout: 'yes' })
  expect((await refresh(issuer, 'spa', tokens.refresh_token)).tokens.error).toBe('invalid_grant')
})

test('the back channel hears of it: a logout token as Back-Channel Logout 1.0 §2.4', async () => {
  const visit = browser(issuer)
  const { id_token } = await signedIn(visit)
  await press(visit, await visit('/session/end'), { logout: 'yes' })
  expect(heard).toHaveLength(1)
  expect(heard[0]).toMatchObject({
    path: '/api/oidc/backchannel-logout',
    type: 'application/x-www-form-urlencoded',
  })
  const token = new URLSearchParams(heard[0]?.body).get('logout_token') ?? ''
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`))
  const checks = { issuer, audience: 'web-public', typ: 'logout+jwt', algorithms: ['RS256'] }
  const { payload } = await jwtVerify(token, keys, checks)
  expect(payload.events).toEqual({ 'http://schemas.openid.net/event/backchannel-logout': {} })
  expect(payload).toMatchObject({ sub: 'lin', sid: decodeJwt(id_token).sid })
  expect(payload.sid).toMatch(/.{20}/)
  expect(payload.jti).toMatch(/.{20}/)
  expect(payload).not.toHaveProperty('nonce')
})

test('a back channel that fails does not keep anybody signed in', async () => {
  answer = 503
  const visit = browser(issuer)
  await signedIn(visit)
  await press(visit, await visit('/session/end'), { logout: 'yes' })
  expect(heard).toHaveLength(1)
  expect(await isSignedIn(visit)).toBe(false)
})
