import { describe, expect, test } from 'vitest'
import { authorize, browser, codeOf, redeem, request, startProvider } from './testing/provider-client'

/** RFC 7636 and RFC 9700 §2.1.1. */

const { issuer } = await startProvider()
const without = { code_challenge: undefined, code_challenge_method: undefined }

async function errorOf(clientId: string, changed: Record<string, string | undefined>) {
  const answer = await browser(issuer)(request(clientId, changed))
  return new URL(answer.headers.get('location') ?? 'nowhere:').searchParams.get('error')
}

describe.each(['web-public', 'spa', 'native'])('%s, which has no secret', (clientId) => {
  test('cannot do without', async () => {
    expect(await errorOf(clientId, without)).toBe('invalid_request')
  })
})

describe.each(['web-confidential', 'web-public', 'spa', 'native'])('%s', (clientId) => {
  test.each([{ code_challenge_method: 'plain' }, { code_challenge_method: undefined }])(
    'S256 is the one method, not %o',
    async (changed) => expect(await errorOf(clientId, changed)).toBe('invalid_request'),
  )

  test.each([
    ['another verifier', 'x'.repeat(43)],
    ['none', undefined],
    ['one that is too short', 'short'],
  ])('a code with %s is refused', async (_, verifier) => {
    const code = codeOf(await authorize(browser(issuer), clientId))
    const { status, tokens } = await redeem(issuer, clientId, code, { code_verifier: verifier })
    expect(status).toBe(400)
    expect(tokens.error).toMatch(/^invalid_(grant|request)$/)
    expect(tokens.access_token).toBeUndefined()
  })
})

describe('web-confidential, which has a secret', () => {
  test('may show the plain code flow', async () => {
    const code = codeOf(await authorize(browser(issuer), 'web-confidential', without))
    const { status } = await redeem(issuer, 'web-confidential', code, { code_verifier: undefined })
    expect(status).toBe(200)
  })

  test('cannot be downgraded: a verifier wants a challenge (RFC 9700 §4.8.2)', async () => {
    const code = codeOf(await authorize(browser(issuer), 'web-confidential', without))
    const { status, tokens } = await redeem(issuer, 'web-confidential', code)
    expect([status, tokens.error]).toEqual([400, 'invalid_grant'])
  })

  test('is nobody without its secret', async () => {
    const code = codeOf(await authorize(browser(issuer), 'web-confidential'))
    const form = { grant_type: 'authorization_code', client_id: 'web-confidential', code }
    const answer = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form) })
    expect([answer.status, await answer.json()]).toEqual([
      401,
      expect.objectContaining({ error: 'invalid_client' }),
    ])
  })
})
