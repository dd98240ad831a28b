import { Client } from '../support/client'
import { tags } from '../support/page'
import { signedIn, strategies } from '../support/people'
import { expect, test } from '../support/test'

/** The policy of pages, and what may be kept of them: ASVS 3.4.3, 14.3.2. */

const pages = [
  '/',
  '/sign-in',
  '/sign-up',
  '/forgot-password',
  '/reset-password?token=x',
  '/verify-email?token=x',
]
const nonceOf = (policy: unknown) => /'nonce-([A-Za-z0-9+/=]{20,})'/.exec(String(policy))?.[1]

for (const path of [...pages, '/outbox', '/spa', '/api-docs', '/nothing-here'])
  test(`${path}: each script carries the nonce of this response`, async ({ app }) => {
    const [one, two] = [await new Client(app).get(path), await new Client(app).get(path)]
    const nonce = nonceOf(one.headers['content-security-policy'])
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{20,}=*$/)
    expect(nonceOf(two.headers['content-security-policy'])).not.toBe(nonce)
    expect(tags(one.text, 'script').length).toBeGreaterThan(0)
    for (const script of tags(one.text, 'script')) expect(script).toContain(`nonce="${nonce}"`)
    for (const style of tags(one.text, 'style')) expect(style).toContain(`nonce="${nonce}"`)
    expect(one.text).not.toMatch(/\son[a-z]+="|<[a-z][^>]*\sstyle="|javascript:/)
  })

test('the nonce is ours, whatever the client proposes', async ({ app }) => {
  const proposed = { 'content-security-policy': "script-src 'nonce-evil'", 'x-nonce': 'evil' }
  const { text, headers } = await new Client(app).get('/sign-in', proposed)
  expect(text + String(headers['content-security-policy'])).not.toContain('evil')
})

test('everything about a signed-in person is not to be stored', async ({ app, person }) => {
  const client = await signedIn(app, person)
  const gets = ['/', '/account', '/sign-in', '/api/me', '/api/sessions', '/api/auth/database/session']
  for (const path of gets)
    expect((await client.get(path)).headers['cache-control'], path).toContain('no-store')
  const rsc = await client.get('/account?_rsc=1', { rsc: '1' })
  expect(rsc.headers['cache-control']).toContain('no-store')
  const posts = ['/api/renew', '/api/auth/database/session', '/api/sign-out']
  for (const path of posts)
    expect((await client.post(path)).headers['cache-control'], path).toContain('no-store')
})

test('signing out has the browser drop what it cached', async ({ app, person }) => {
  const client = await signedIn(app, person)
  expect((await client.post('/api/sign-out')).headers['clear-site-data']).toContain('"cache"')
})

test('no page or answer repeats the value of a session cookie', async ({ app, person }) => {
  for (const strategy of strategies) {
    const client = await signedIn(app, person, strategy)
    const secret = client.jar.get(`session.${strategy}`) ?? ''
    expect(secret.length).toBeGreaterThan(40)
    for (const path of ['/', '/account', '/api/me', '/api/sessions', `/api/auth/${strategy}/session`])
      expect((await client.get(path)).text).not.toContain(secret)
    expect((await client.get('/account?_rsc=1', { rsc: '1' })).text).not.toContain(secret)
  }
})
