import type { IncomingMessage } from 'node:http'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { captureLog } from '@/lib/accounts/testing/account-fixtures'
import { env } from '@/lib/env'
import { appOrigin, browser, password, startProvider } from './testing/provider-client'
import { authjsStrategyIds } from '@/lib/strategies'
import { FlowBrowser, onwardFrom } from '@/lib/auth/testing/flow-browser'

/**
 * How the app proves to a real token endpoint who it is: both halves of Basic are form-encoded (RFC 6749 §2.3.1 and its
 * appendix B), and the form is too.
 */

/** Every printable ASCII character, the space too: what an encoding that is left out or done twice would change. */
const everyCharacter = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('')
const oddSecret = `a${everyCharacter}z`
const oddId = 'app:one+two/three=%41 four'

type Method = 'client_secret_basic' | 'client_secret_post'
const client = (provider: string, client_id: string, client_secret: string, method: Method) => ({
  client_id,
  client_secret,
  token_endpoint_auth_method: method,
  first_party: true,
  redirect_uris: authjsStrategyIds.map(
    (strategy) => `${appOrigin}/api/auth/${strategy}/callback/${provider}`,
  ),
  grant_types: ['authorization_code'],
  response_types: ['code' as const],
})

let issuer: string
/** for each token request: was there an Authorization header? */
let sentBasic: boolean[] = []

beforeAll(async () => {
  const moreClients = [
    client('keycloak', oddId, oddSecret, 'client_secret_basic'),
    client('auth0', 'plain', 'b+/=%3D: z', 'client_secret_basic'),
    client('generic', `${oddId} post`, oddSecret, 'client_secret_post'),
    client('okta', 'okta', 'the right secret', 'client_secret_basic'),
  ]
  const provider = await startProvider({ moreClients })
  issuer = provider.issuer
  provider.server.on('request', ({ url, headers }: IncomingMessage) => {
    if (url === '/token') sentBasic.push(headers.authorization?.startsWith('Basic ') ?? false)
  })
  Object.assign(env(), {
    AUTH_KEYCLOAK_ISSUER: issuer,
    AUTH_KEYCLOAK_ID: oddId,
    AUTH_KEYCLOAK_SECRET: oddSecret,
    AUTH_AUTH0_ISSUER: issuer,
    AUTH_AUTH0_ID: 'plain',
    AUTH_AUTH0_SECRET: 'b+/=%3D: z',
    OIDC_GENERIC_ISSUER: issuer,
    OIDC_GENERIC_CLIENT_ID: `${oddId} post`,
    OIDC_GENERIC_CLIENT_SECRET: oddSecret,
    OIDC_GENERIC_AUTH_METHOD: 'client_secret_post',
    AUTH_OKTA_ISSUER: issuer,
    AUTH_OKTA_ID: 'okta',
    AUTH_OKTA_SECRET: 'another-secret',
  })
})

/** A whole sign-in, as a browser does it. @returns where the app sends the browser in the end */
async function signInThrough(provider: string): Promise<string> {
  const visitor = new FlowBrowser(appOrigin)
  const started = await visitor.begin({ strategy: 'database', callbackUrl: '/account' }, provider)
  const visit = browser(issuer)
  const form = await visit(await onwardFrom(started))
  const answer = await visit(form.url, { email: 'lin@provider.example', password })
  return String(await visitor.comeBack(new URL(answer.headers.get('location') ?? '')))
}

beforeEach(() => void (sentBasic = []))

test.each([
  ['keycloak', 'Basic, with every printable character in the secret and some in the client id', true],
  ['auth0', 'Basic, with a secret of Base64, percent signs and a space', true],
  ['generic', 'client_secret_post, with every printable character', false],
])('%s: %s', async (provider, _, isBasic) => {
  expect(await signInThrough(provider)).toBe('/account')
  expect(sentBasic).toEqual([isBasic])
})

test('a wrong secret: refused, and the log has the error of the provider and no secret', async () => {
  const log = captureLog()
  expect(await signInThrough('okta')).toBe('/sign-in?error=provider_error&callbackUrl=%2Faccount')
  expect(log.text()).toContain(`${issuer}/token: status 401, error invalid_client`)
  expect(log.text()).not.toMatch(/another-secret|the right secret/)
})
