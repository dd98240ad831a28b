import { describe, expect, test } from 'vitest'
import {
  appOrigin,
  authorize,
  browser,
  codeOf,
  redeem,
  request,
  startProvider,
} from './testing/provider-client'

/** RFC 9700 §4.1.3: character by character. RFC 8252 §7.3: for a native client any port of the loopback address. */

const { issuer } = await startProvider()

async function ask(clientId: string, redirectUri: string) {
  const answer = await browser(issuer)(request(clientId, { redirect_uri: redirectUri }))
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() }
}

const exact: Record<string, string> = {
  'web-confidential': `${appOrigin}/api/auth/database/callback/local-confidential`,
  'web-public': `${appOrigin}/api/auth/jwt/callback/local-public`,
  spa: `${appOrigin}/spa`,
}
const variations: [what: string, vary: (uri: string) => string][] = [
  ['a slash more', (uri) => `${uri}/`],
  ['another case', (uri) => uri.replace(/[^/]+$/, (end) => end.toUpperCase())],
  ['a query', (uri) => `${uri}?x=1`],
  ['an empty query', (uri) => `${uri}?`],
  ['a fragment', (uri) => `${uri}#x`],
  ['another port', (uri) => uri.replace(':3000', ':3001')],
  ['no port', (uri) => uri.replace(':3000', '')],
  ['a path below', (uri) => `${uri}/more`],
  ['a path above', (uri) => uri.replace(/\/[^/]+$/, '')],
  ['a way round', (uri) => `${uri}/../${uri.split('/').pop()}`],
  ['another scheme', (uri) => uri.replace('http:', 'https:')],
  ['another host', (uri) => uri.replace('localhost', '127.0.0.1')],
  ['a user', (uri) => uri.replace('//', '//localhost@')],
  ['a host below', (uri) => uri.replace('localhost', 'localhost.evil.example')],
]

describe.each(Object.entries(exact))('%s', (clientId, uri) => {
  test('is answered at its own address', async () => {
    expect((await ask(clientId, uri)).text).toContain('asks who you are')
  })
  test.each(variations)('not with %s', async (_, vary) => {
    const { status, location, text } = await ask(clientId, vary(uri))
    expect([status, location]).toEqual([400, null])
    expect(text).toContain('That cannot be answered')
  })
})

describe('native', () => {
  test.each(['http://127.0.0.1/callback', 'http://127.0.0.1:1/callback', 'http://127.0.0.1:65535/callback'])(
    'is answered at %s',
    async (uri) => expect((await ask('native', uri)).text).toContain('asks who you are'),
  )
  test.each([
    'http://localhost:5000/callback',
    'http://[::1]:5000/callback',
    'http://127.0.0.2:5000/callback',
    'https://127.0.0.1:5000/callback',
    'http://127.0.0.1:5000/callback/',
    'http://127.0.0.1:5000/Callback',
    'http://127.0.0.1:5000/callback?x=1',
    'http://127.0.0.1:5000/',
    'http://127.0.0.1:5000@evil.example/callback',
    'http://x@127.0.0.1:5000/callback',
    'http://127.0.0.1.evil.example:5000/callback',
    'bothways://callback',
  ])('not at %s', async (uri) => {
    const { status, location } = await ask('native', uri)
    expect([status, location]).toEqual([400, null])
  })
})

test('the token endpoint wants the same address again', async () => {
  const code = codeOf(await authorize(browser(issuer), 'spa'))
  const { status, tokens } = await redeem(issuer, 'spa', code, { redirect_uri: `${appOrigin}/spa/` })
  expect([status, tokens.error]).toEqual([400, 'invalid_grant'])
})
