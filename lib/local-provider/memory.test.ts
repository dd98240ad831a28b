import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import {
  api,
  authorize,
  browser,
  codeOf,
  password,
  redeem,
  refresh,
  request,
  startProvider,
  userinfo,
  wholeScope,
} from './testing/provider-client'

/** What outlives the process: everything but the process. */

const { issuer, folder, restart } = await startProvider()
const files = () => readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'))

test('a session and what was allowed', async () => {
  const visit = browser(issuer)
  await authorize(visit, 'spa')
  restart()
  expect((await visit(request('spa'))).headers.get('location')).toContain('code=')
})

test('a page half-way, a code, an access token, a refresh token', async () => {
  const visit = browser(issuer)
  const page = await visit(request('spa'))
  restart()
  const question = await visit(page.url, { email: 'lin@provider.example', password })
  restart()
  const answer = await visit(question.url, { decision: 'allow' })
  restart()
  const { tokens } = await redeem(issuer, 'spa', codeOf(new URL(answer.headers.get('location') ?? '')))
  restart()
  expect((await userinfo(issuer, tokens.access_token)).status).toBe(200)
  expect((await refresh(issuer, 'spa', tokens.refresh_token)).status).toBe(200)
})

test('that a token was used, or a grant ended', async () => {
  const code = codeOf(await authorize(browser(issuer), 'spa'))
  const { tokens } = await redeem(issuer, 'spa', code)
  restart()
  expect((await redeem(issuer, 'spa', code)).status).toBe(400)
  restart()
  expect((await refresh(issuer, 'spa', tokens.refresh_token)).status).toBe(400)
})

test('but nothing that the folder would give away: no token, cookie, name, or whose it is', async () => {
  const cookies: string[] = []
  const visit = browser(issuer, cookies)
  const code = codeOf(await authorize(visit, 'spa', { scope: wholeScope, resource: api }))
  const { tokens } = await redeem(issuer, 'spa', code)
  const secrets = [code, tokens.refresh_token!, ...cookies, 'lin@provider', 'a-nonce', 'openid', 'accountId']
  expect(cookies.length).toBeGreaterThan(2)
  for (const content of files()) {
    const { sealed } = JSON.parse(content) as { sealed: string }
    const bytes = content + Buffer.from(sealed, 'base64url').toString('latin1')
    expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([])
  }
})
