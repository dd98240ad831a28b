import { Client } from '../../support/client'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { start } from '../../support/oidc'
import { authjsStrategies } from '../../support/people'

/** ASVS 10.2.3, RFC 9700 §4.1: what is asked of the provider is decided here, not by an address that somebody made. */

const overrides = new URLSearchParams({
  redirect_uri: 'https://evil.example/',
  client_id: 'evil',
  scope: 'openid offline_access admin',
  response_type: 'token',
  response_mode: 'fragment',
  state: 'x',
  nonce: 'x',
  prompt: 'none',
  code_challenge: 'x',
  code_challenge_method: 'plain',
  max_age: '1',
  acr_values: 'x',
  claims: '{}',
  request: 'x',
  request_uri: 'https://evil.example/',
  login_hint: 'x',
  resource: 'https://evil.example/',
})

const random = ['state', 'nonce', 'code_challenge']
/** The request without what differs each time. */
const fixed = (location: string | undefined) => {
  const url = new URL(location ?? '')
  for (const name of random) url.searchParams.set(name, '')
  url.searchParams.sort()
  return url.href
}

for (const strategy of authjsStrategies) {
  const right = (appOrigin: string) => ({
    client_id: 'bothways',
    code_challenge_method: 'S256',
    redirect_uri: `${appOrigin}/api/auth/${strategy}/callback/generic`,
    response_type: 'code',
    scope: 'openid profile email',
  })

  test(`${strategy}: exactly what is needed`, async ({ app, provider }) => {
    const { status, headers } = await start(new Client(app), strategy)
    expect(status).toBe(302)
    const url = new URL(headers.location ?? '')
    expect(url.origin + url.pathname).toBe(`${provider.issuer}/authorize`)
    const parameters = Object.fromEntries(url.searchParams)
    for (const name of random) expect(parameters[name]).toMatch(/^[\w.-]{22,}$/)
    expect(Object.keys(parameters).toSorted()).toEqual([...Object.keys(right('')), ...random].toSorted())
    expect(parameters).toMatchObject(right(app.origin))
  })

  test(`${strategy}: nothing of it comes from the query`, async ({ app, provider }) => {
    const plain = fixed((await start(new Client(app), strategy)).headers.location)
    const asked = await start(new Client(app), strategy, { query: `?${overrides.toString()}` })
    if (asked.status === 302) expect(fixed(asked.headers.location)).toBe(plain)
    else expect([400, 422]).toContain(asked.status)
    expect(provider.strays()).toEqual([])
  })

  test(`${strategy}: nothing of it comes from the form`, async ({ app }) => {
    const plain = fixed((await start(new Client(app), strategy)).headers.location)
    const client = new Client(app)
    const { csrfToken } = (await client.get(`/api/auth/${strategy}/csrf`)).json<{ csrfToken: string }>()
    const form = { ...Object.fromEntries(overrides), csrfToken, callbackUrl: '/account' }
    const asked = await client.send('POST', `/api/auth/${strategy}/signin/generic`, { form })
    if (asked.status === 302) expect(fixed(asked.headers.location)).toBe(plain)
    else expect([400, 422]).toContain(asked.status)
  })

  test(`${strategy}: the browser keeps one random value meanwhile, and nothing of the request`, async ({
    app,
  }) => {
    const client = new Client(app)
    const url = new URL((await start(client, strategy)).headers.location ?? '')
    const lines = client.answers.flatMap(({ setCookies }) => setCookies)
    expect(lines.map((line) => line.split('=')[0])).toEqual([`csrf.${strategy}`, 'flow-browser'])
    const kept = lines[1] ?? ''
    expect(kept).toMatch(/^flow-browser=[\w-]{43}; .*HttpOnly; SameSite=Lax$/)
    for (const name of random) expect(kept).not.toContain(url.searchParams.get(name))
  })
}
