import { Client } from '../../support/client'
import { expectNobody } from '../../support/hostile-provider/refusal'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { authjsStrategies } from '../../support/people'

/** ASVS 7.6.2, 3.5.3: only a person who presses the button begins a sign-in. */

const begins = (client: Client, issuer: string) =>
  client.answers.some(({ headers }) => headers.location?.startsWith(issuer)) || client.jar.has('flow-browser')

for (const strategy of authjsStrategies) {
  const path = `/api/auth/${strategy}/signin/generic`

  for (const method of ['GET', 'HEAD'])
    test(`${strategy}: ${method} begins nothing`, async ({ app, provider }) => {
      const client = new Client(app)
      const { status, headers } = await client.send(method, `${path}?callbackUrl=/account`)
      expect([status, headers.location]).toEqual([302, `${app.origin}/sign-in?error=Configuration`])
      expect(begins(client, provider.issuer)).toBe(false)
      await expectNobody(client, strategy)
    })

  test(`${strategy}: a form without the token of this browser begins nothing`, async ({ app, provider }) => {
    for (const form of [{}, { csrfToken: 'x' }, { csrfToken: '' }]) {
      const client = new Client(app)
      await client.get(`/api/auth/${strategy}/csrf`)
      const sent = { form: { ...form, callbackUrl: '/account' } }
      const { status, headers } = await client.send('POST', path, sent)
      expect([status, headers.location]).toEqual([302, `${app.origin}/sign-in?error=MissingCSRF`])
      expect(begins(client, provider.issuer)).toBe(false)
    }
  })

  test(`${strategy}: a form of another site begins nothing`, async ({ app, provider }) => {
    const client = new Client(app)
    const { csrfToken } = (await client.get(`/api/auth/${strategy}/csrf`)).json<{ csrfToken: string }>()
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const { status } = await client.send('POST', path, { form: { csrfToken }, headers })
      expect(status).toBe(403)
      expect(begins(client, provider.issuer)).toBe(false)
    }
  })

  test(`${strategy}: a provider that nobody configured`, async ({ app }) => {
    for (const id of ['google', '__proto__', 'constructor', 'generic2', 'generic/x'])
      for (const action of ['signin', 'callback']) {
        const client = new Client(app)
        const { status } = await client.get(`/api/auth/${strategy}/${action}/${id}`)
        expect([400, 404, 405], `${action} ${id}`).toContain(status)
      }
  })
}
