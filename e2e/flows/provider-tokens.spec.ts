import { decodeJwt } from 'jose'
import { strategies } from '@/lib/strategies'
import { Client } from '../support/client'
import { admin, bearing, signedIn, unboundStrategies } from '../support/people'
import { expectProblem } from '../support/problem'
import { askFor } from '../support/relying-party'
import { continueWith, signInAtProvider } from './at-provider'
import { expect, me, test } from './browser-test'

/** The provider's access token as the bearer, or ours in exchange: with tokens that the local provider really issued. */

type FromProvider = { access_token: string; id_token: string }
const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange'
const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'

const withSam = test.extend<{ issuer: string; sam: FromProvider }>({
  /** where "Continue with Local provider" leads */
  issuer: async ({ page }, use) => {
    await page.goto('/sign-in')
    await continueWith(page, 'Local provider')
    await page.getByLabel('Email').waitFor()
    await use(new URL(page.url()).origin)
  },
  /** Sam, who is known here since signing in through the provider, and what the single-page client got there. */
  sam: async ({ page, app, issuer }, use) => {
    await signInAtProvider(page, 'sam@provider.example')
    await page.waitForURL((url) => url.pathname === '/account')
    const asked = askFor(issuer, {
      client_id: 'spa',
      redirect_uri: `${app.origin}/spa`,
      resource: `${app.origin}/api`,
      scope: 'openid profile email api',
    })
    const back = page.waitForRequest((request) => request.url().startsWith(`${app.origin}/spa?`))
    await page.goto(asked.url)
    const allow = page.getByRole('button', { name: 'Allow' })
    if (await allow.isVisible()) await allow.click()
    await use(await asked.redeem(new URL((await back).url())))
  },
})

const get = (app: { url: string; origin: string }, token: string) =>
  new Client(app).get('/api/me', bearing(token))

function exchanged(
  app: { url: string; origin: string },
  subject_token: string,
  more: Record<string, string> = {},
) {
  const form = { grant_type: exchange, subject_token, subject_token_type: accessTokenType, ...more }
  return new Client(app).send('POST', '/api/token/exchange', { form, headers: { origin: undefined } })
}

withSam(
  'the provider’s own token opens the API, as the person who is connected to it',
  async ({ app, sam, issuer }) => {
    expect(decodeJwt(sam.access_token)).toMatchObject({
      iss: issuer,
      aud: `${app.origin}/api`,
      client_id: 'spa',
    })
    const answer = await get(app, sam.access_token)
    expect(answer.json()).toMatchObject({
      status: 'authenticated',
      strategy: 'bearer',
      provider: 'local-confidential',
      user: { email: 'sam@provider.example', role: 'user' },
    })
  },
)

withSam('signing out with it claims nothing: only the provider can end it', async ({ app, sam }) => {
  const headers = { origin: undefined, ...bearing(sam.access_token) }
  const answer = await new Client(app).send('POST', '/api/sign-out', { json: {}, headers })
  expectProblem(answer, 409, 'provider_token')
  expect((await get(app, sam.access_token)).status).toBe(200)
})

withSam('an ID token is refused, and the answer says why', async ({ app, sam }) => {
  const answer = await get(app, sam.id_token)
  expect(answer.status).toBe(401)
  expect(answer.headers['www-authenticate']).toMatch(
    /^Bearer error="invalid_token", error_description="This is no access token/,
  )
  const refused = await exchanged(app, sam.id_token)
  expect([refused.status, refused.json().error]).toEqual([400, 'invalid_request'])
})

withSam('any changed character, and it opens nothing', async ({ app, sam }) => {
  const { access_token: token } = sam
  for (let index = 0; index < token.length; index += 29) {
    const other = token[index] === 'A' ? 'Q' : 'A'
    expect(
      (await get(app, token.slice(0, index) + other + token.slice(index + 1))).status,
      String(index),
    ).toBe(401)
  }
})

withSam('ours in exchange: our claims, our lifetime, and ended here at once', async ({ app, sam, page }) => {
  for (const strategy of unboundStrategies) {
    const { access_token: token, ...rest } = (await exchanged(app, sam.access_token, { strategy })).json<{
      access_token: string
    }>()
    expect(rest).toEqual({
      token_type: 'Bearer',
      expires_in: expect.any(Number) as unknown,
      issued_token_type: accessTokenType,
    })
    const [ours, theirs] = [decodeJwt(token), decodeJwt(sam.access_token)]
    expect(ours.exp).toBeLessThanOrEqual(Math.min(theirs.exp!, ours.iat! + 300))
    expect((await get(app, token)).json()).toMatchObject({ strategy, provider: 'local-confidential' })
    expect(decodeJwt(token)).toMatchObject({ iss: app.origin, client_id: 'bothways', role: 'user' })
    const ended = await new Client(app).send('POST', '/api/token/revoke', { form: { token } })
    expect(ended.status).toBe(200)
    expect((await get(app, token)).status).toBe(strategies[strategy].endsAtOnce ? 401 : 200)
  }
  expect((await me(page)).status).toBe(200)
})

withSam(
  'a person who is disabled here is refused at once, whatever the provider says',
  async ({ app, sam }) => {
    const { user } = (await get(app, sam.access_token)).json<{ user: { id: string } }>()
    const boss = await signedIn(app, admin)
    await boss.post(`/api/admin/users/${user.id}/disable`)
    expect((await get(app, sam.access_token)).json()).toEqual({ status: 'anonymous', because: 'revoked' })
    expect((await exchanged(app, sam.access_token)).status).toBe(400)
    await boss.post(`/api/admin/users/${user.id}/enable`)
    expect((await get(app, sam.access_token)).status).toBe(200)
  },
)
