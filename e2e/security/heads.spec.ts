import { callbackPathMax } from '@/lib/api-schema/callback-path'
import { Client, type Answer } from '../support/client'
import { test as hostile } from '../support/hostile-provider/hostile-provider-test'
import { formFields, multipart, onwardFrom, textOf } from '../support/page'
import { isAuthjsStrategy, type AuthjsStrategyId } from '@/lib/strategies'
import { authjsStrategies, makePerson, newPerson, strategies } from '../support/people'
import { authjsPost } from '../support/authjs'
import { comeBack, visit } from '../support/oidc'
import { expect } from '../support/test'

/** A stock nginx refuses a head of more than 4096 bytes with 502, and cookies of more than 8 kB with 400. */

const headMaxBytes = 3_000
const cookiesMaxBytes = 4_000
/** as long as those of Google */
const clientId = '123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com'
/** as `callbackPath` takes it, and no character more */
const longest = `/account?a=${'b'.repeat(callbackPathMax - encodeURIComponent('/account?a=').length)}`
const longName = '名'.repeat(100)
const longEmail = () => `${crypto.randomUUID()}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`

/** https, so that names have their prefix and HSTS its header. */
const test = hostile.extend({
  instance: async ({ instances }, use) => use(await instances.at('heads')),
  settings: async ({ cluster, hostile }, use) => {
    hostile.state.client.id = clientId
    const settings = { ...hostile.settings, OIDC_GENERIC_CLIENT_ID: clientId, AUTH_URL: 'https' }
    const HSTS = 'max-age=63072000; includeSubDomains; preload' // off on localhost, unless it is asked for
    await use({ DATABASE_URL: cluster.url, HSTS, ...settings })
  },
})

const begin = (client: Client, form: Record<string, string>, provider = 'generic') =>
  client.send('POST', `/api/sign-in/${provider}`, { form: { callbackUrl: longest, ...form } })
const there = async (begun: Answer) => (await visit(onwardFrom(begun.text)))!
const through = async (client: Client, form: Record<string, string>) =>
  comeBack(client, await there(await begin(client, form)))

function expectSmall(client: Client, what: string) {
  expect(client.answers.length).toBeGreaterThan(0)
  for (const { headBytes, status, headers } of client.answers)
    expect(headBytes, `${what}: ${status} ${headers.location?.slice(0, 60)}`).toBeLessThanOrEqual(
      headMaxBytes,
    )
  expect(client.jar.header.length, what).toBeLessThanOrEqual(cookiesMaxBytes)
}

for (const strategy of authjsStrategies)
  for (const [length, long] of [
    ['usual', {}],
    ['the longest', { name: longName, email: longEmail() }],
  ] as const) {
    test(`${strategy}: each answer of each flow with a provider, ${length} names`, async ({
      app,
      provider,
    }) => {
      const endSession = { end_session_endpoint: `${provider.issuer}/end` }
      provider.state.faults = { discovery: (metadata) => ({ ...metadata, ...endSession }) }
      Object.assign(provider.state.person, long, { acr: 'x'.repeat(150), locale: 'en-GB' })
      const client = new Client(app)
      await client.get(longest)
      await client.get(`/sign-in?${new URLSearchParams({ callbackUrl: longest }).toString()}`)
      const begun = await begin(client, { strategy })
      expect(begun.status).toBe(200)
      const back = await there(begun)
      const answer = await comeBack(client, back)
      expect(answer.headers.location).toMatch(
        length === 'usual' ? app.origin + longest : `${app.origin}/account`,
      )
      await comeBack(client, back)
      await comeBack(new Client(app), back)
      expect(textOf((await client.get('/account')).text)).toContain('Sign out here and at Hostile')
      for (const intent of ['again', 'connect']) {
        expect((await through(client, { strategy, intent })).status).toBe(302)
        await client.get('/account')
      }
      for (const headers of [{}, { 'x-auth-return-redirect': '1' }])
        await signInByAuthjs(client, strategy, headers)
      await failures(client, provider, strategy)
      const out = await client.send('POST', '/api/sign-out/provider', { form: {} })
      expect(onwardFrom(out.text)).toContain(`${provider.issuer}/end?`)
      expectSmall(client, strategy)
    })

    test(`${strategy}: each answer of signing in with a password, ${length} names`, async ({ app }) => {
      const own = newPerson()
      const address = long.email ? longEmail() : own.email
      const person = await makePerson(app, { ...own, ...long, email: address })
      const { email, password } = person
      const client = new Client(app)
      const page = `/sign-in?${new URLSearchParams({ callbackUrl: longest }).toString()}`
      const fields = formFields((await client.get(page)).text, 'Sign in')
      const form = multipart({ ...fields, email, password, strategy })
      const answer = await client.send('POST', page, form)
      expect([answer.status, answer.headers.location?.slice(0, 8)]).toEqual([303, '/account'])
      const refusing = new Client(app)
      const refused = await refusing.send('POST', page, form)
      expect(refused.headers.location).toContain('cookieCheck')
      expectSmall(refusing, `${strategy}, without cookies`)
      await authjsPost(client, strategy, 'callback/credentials', { email, password, callbackUrl: longest })
      await authjsPost(client, strategy, 'signout', { callbackUrl: longest })
      await client.post('/api/sign-in', { email, password, strategy })
      for (const path of ['/api/renew', '/api/strategy', '/api/sign-out'])
        await client.post(path, { strategy })
      expectSmall(client, strategy)
    })
  }

/** The largest head is where cookies and path only just fit into one together. */
for (const strategy of strategies)
  test(`${strategy}: signing in on the longest path, with names of any length`, async ({ app }) => {
    const page = `/sign-in?${new URLSearchParams({ callbackUrl: longest }).toString()}`
    const fields = formFields((await new Client(app).get(page)).text, 'Sign in')
    const [, id = ''] = /"id":"([\da-f]+)"/.exec(Object.values(fields).join()) ?? []
    for (const length of [20, 35, 50, 65, 80, 95]) {
      const person = await makePerson(app, { ...newPerson(), name: longName.slice(0, length) })
      const { email, password } = person
      const form = multipart({ ...fields, email, password, strategy })
      const call = byScript({ callbackUrl: longest, email, password, strategy })
      for (const [sent, headers] of [
        [form, {}],
        [form, { cookie: 'theme=dark' }],
        [call, { cookie: 'theme=dark', 'next-action': id }],
      ] as const) {
        const client = new Client(app)
        const answer = await client.send('POST', page, { ...sent, headers: { ...sent.headers, ...headers } })
        expect(answer.setCookies.length).toBeGreaterThan(1)
        expectSmall(client, `${strategy}, a name of ${length}`)
      }
      if (!isAuthjsStrategy(strategy)) continue
      const client = new Client(app)
      await authjsPost(client, strategy, 'callback/credentials', { email, password, callbackUrl: longest })
      expectSmall(client, `${strategy} by Auth.js, a name of ${length}`)
    }
  })

/** As the script of a page sends a form: the arguments last, which an object would have first for their name. */
function byScript(fields: Record<string, string>) {
  const named = Object.entries(fields).map(([name, value]) => [`_1_${name}`, value] as const)
  const { body, headers } = multipart({ ...Object.fromEntries(named), zero: '[{},"$K1"]' })
  return { body: body.replace('"zero"', '"0"'), headers }
}

async function signInByAuthjs(client: Client, strategy: AuthjsStrategyId, headers: Record<string, string>) {
  const { csrfToken = '' } = (await client.get(`/api/auth/${strategy}/csrf`)).json<{ csrfToken: string }>()
  const form = { csrfToken, callbackUrl: longest }
  const answer = await client.send('POST', `/api/auth/${strategy}/signin/generic`, { form, headers })
  const url = answer.headers.location ?? answer.json<{ url: string }>().url
  expect(new URL(url).searchParams.get('client_id')).toBe(clientId)
}

async function failures(
  client: Client,
  { state }: { state: { faults: object } },
  strategy: AuthjsStrategyId,
) {
  const back = await there(await begin(client, { strategy }))
  const right = state.faults
  state.faults = { ...right, token: '500' }
  for (const [name, value] of [
    ['state', 'x'.repeat(2000)],
    ['state', back.searchParams.get('state')!],
  ] as const) {
    back.searchParams.set(name, value)
    await comeBack(client, back)
  }
  state.faults = right
}

test('no redirect repeats an address at length', async ({ app }) => {
  const client = new Client(app)
  const data = { rsc: '1' }
  for (const size of [100, 1_000, 2_500, 8_000]) {
    const text = 'x'.repeat(size)
    for (const path of [`/${text}/`, `/sign-in/?callbackUrl=${text}`, `//${text}`, `/api/me/?${text}`])
      await client.get(path)
    for (const path of [`/${text}`, `/account?a=${text}`, `/api/sessions/${text}`])
      await client.get(path, data)
  }
  expect(
    (await client.get(`/sign-in/?${new URLSearchParams({ callbackUrl: longest }).toString()}`)).status,
  ).toBe(308)
  for (const path of ['/sign-in', '/api/auth/jwt/signin'])
    await client.get(`${path}?callbackUrl=${encodeURIComponent(`/account?a=${'('.repeat(780)}`)}`)
  expectSmall(client, 'redirects')
})

test('whatever is begun and left, a browser sends one small cookie for all of it', async ({
  app,
  person,
}) => {
  const client = new Client(app)
  await client.post('/api/sign-in', { ...person, name: undefined, strategy: 'jwt' })
  const before = client.jar.header.length
  for (const provider of ['generic', 'local-confidential', 'local-public'])
    for (const strategy of authjsStrategies)
      for (const intent of ['sign-in', 'again', 'connect'])
        expect((await begin(client, { strategy, intent }, provider)).status).toBe(200)
  expect(client.jar.header.length - before).toBeLessThan(80)
  for (const strategy of authjsStrategies) await signInByAuthjs(client, strategy, {})
  expectSmall(client, 'abandoned')
})
