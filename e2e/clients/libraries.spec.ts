import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { decodeJwt } from 'jose'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import type { App } from '../support/app'
import { Client } from '../support/client'
import { tokensOf } from '../support/people'
import { listenAsClient } from '../support/relying-party'
import { expect, test as base } from '../support/test'
import { forgeriesOf, runVerifiers, snippets } from '../support/verifiers'
import { authorizationServer, protectedResource } from '@/lib/api-schema/metadata'

/** Libraries that nobody here wrote find everything by the issuer alone: RFC 8414, RFC 9728, RFC 6749 §6, RFC 9068. */

const credentials = { CLIENT_ID: 'resource-server', CLIENT_SECRET: 'the key of a resource server' }
const test = base.extend({})
test.use({
  settings: {
    INTROSPECTION_CLIENT_ID: credentials.CLIENT_ID,
    INTROSPECTION_CLIENT_SECRET: credentials.CLIENT_SECRET,
  },
})

const insecure = { [oauth.allowInsecureRequests]: true }
const publicClient = { client_id: 'anything' }

async function serverFoundBy(app: App, algorithm: 'oidc' | 'oauth2') {
  const issuer = new URL(app.origin)
  const response = await oauth.discoveryRequest(issuer, { algorithm, [oauth.allowInsecureRequests]: true })
  return oauth.processDiscoveryResponse(issuer, response)
}
const configured = (
  app: App,
  algorithm: 'oidc' | 'oauth2',
  authentication = openid.None(),
  id = 'anything',
) =>
  openid.discovery(new URL(app.origin), id, undefined, authentication, {
    algorithm,
    execute: [openid.allowInsecureRequests],
  })

test('the metadata is one document, its addresses answer, and it names nothing that is not there', async ({
  app,
}) => {
  const client = new Client(app)
  const [oauth2, oidc] = await Promise.all(
    ['oauth-authorization-server', 'openid-configuration'].map((name) => client.get(`/.well-known/${name}`)),
  )
  expect(oidc!.text).toBe(oauth2!.text)
  const metadata = authorizationServer.parse(oauth2!.json())
  expect(metadata).toMatchObject({ issuer: app.origin, id_token_signing_alg_values_supported: ['ES256'] })
  const addresses = Object.entries(metadata).filter(([name]) => /_uri$|_endpoint$/.test(name))
  const answers = addresses.map(async ([name, url]) => {
    const method = name === 'jwks_uri' ? 'GET' : 'POST'
    return [name, (await client.send(method, new URL(url as string).pathname)).status] as const
  })
  // each without a body: nothing to sign in with, no form, no client
  expect(Object.fromEntries(await Promise.all(answers))).toEqual({
    jwks_uri: 200,
    token_endpoint: 422,
    revocation_endpoint: 415,
    introspection_endpoint: 401,
  })
  for (const path of ['', '/api']) {
    const answer = await client.get(`/.well-known/oauth-protected-resource${path}`)
    expect(protectedResource.parse(answer.json()).resource).toBe(`${app.origin}/api`)
    expect(answer.headers['cache-control']).toBe('public, max-age=300')
  }
})

test('scripts of any origin may read what is for everybody, in a browser', async ({ app, page }) => {
  const elsewhere = await listenAsClient('127.0.0.1')
  await page.goto(elsewhere.origin)
  const names = [
    'oauth-authorization-server',
    'openid-configuration',
    'oauth-protected-resource',
    'jwks.json',
  ]
  const paths = [...names.map((name) => `/.well-known/${name}`), '/api/openapi.json', '/api/me']
  const read = await page.evaluate(
    async (urls) => {
      const headers = { 'x-requested-with': 'a preflight' }
      const typeOf = (url: string) =>
        fetch(url, { headers }).then(
          async (response) => typeof (await response.json()),
          () => 'refused by the browser',
        )
      return Promise.all(urls.map(typeOf))
    },
    paths.map((path) => app.origin + path),
  )
  expect(read).toEqual([...Array<string>(5).fill('object'), 'refused by the browser'])
  elsewhere.close()
})

for (const algorithm of ['oauth2', 'oidc'] as const) {
  test(`openid-client, by ${algorithm} discovery: refresh, narrower, introspect, revoke`, async ({
    app,
    person,
  }) => {
    const server = await configured(app, algorithm)
    const first = await tokensOf(app, person)
    const second = await openid.refreshTokenGrant(server, first.refresh_token)
    expect(second.expiresIn()).toBeGreaterThan(290)
    const third = await openid.refreshTokenGrant(server, second.refresh_token!, { scope: 'api:read' })
    expect(decodeJwt(third.access_token).scope).toBe('api:read')
    const fourth = await openid.refreshTokenGrant(server, third.refresh_token!)
    expect(decodeJwt(fourth.access_token).scope).toBe('api')
    const { CLIENT_ID, CLIENT_SECRET } = credentials
    const ctx = await configured(app, algorithm, openid.ClientSecretBasic(CLIENT_SECRET), CLIENT_ID)
    const isActive = async () => (await openid.tokenIntrospection(ctx, fourth.access_token)).active
    expect(await isActive()).toBe(true)
    await openid.tokenRevocation(server, fourth.refresh_token!)
    expect(await isActive()).toBe(false)
    await expect(openid.refreshTokenGrant(server, fourth.refresh_token!)).rejects.toMatchObject({
      error: 'invalid_grant',
      status: 400,
    })
  })

  test(`oauth4webapi, by ${algorithm} discovery: refresh, and a replayed token`, async ({ app, person }) => {
    const server = await serverFoundBy(app, algorithm)
    const { refresh_token } = await tokensOf(app, person, { strategy: 'hybrid' })
    const send = (token: string) =>
      oauth.refreshTokenGrantRequest(server, publicClient, oauth.None(), token, insecure)
    const good = await oauth.processRefreshTokenResponse(server, publicClient, await send(refresh_token))
    expect(good).toMatchObject({ token_type: 'bearer', expires_in: 300 })
    for (const token of [refresh_token, good.refresh_token!]) {
      const answer = oauth.processRefreshTokenResponse(server, publicClient, await send(token))
      await expect(answer).rejects.toMatchObject({ error: 'invalid_grant' })
    }
  })
}

async function metadataLink(url: string, headers: Record<string, string>) {
  const challenged = (await fetch(url, { headers })).headers.get('www-authenticate') ?? ''
  return /resource_metadata="([^"]+)"/.exec(challenged)?.[1]
}

test('oauth4webapi: from the API’s own challenge to its issuer', async ({ app }) => {
  const resource = new URL(`${app.origin}/api`)
  const link = await metadataLink(`${app.origin}/api/me`, { authorization: 'Bearer x' })
  for (const path of ['/api/me', '/api/sessions', '/api/admin/stats'])
    expect(await metadataLink(app.origin + path, {}), path).toBe(link)
  const named = await oauth.processResourceDiscoveryResponse(resource, await fetch(link ?? ''))
  const guessed = await oauth.processResourceDiscoveryResponse(
    resource,
    await oauth.resourceDiscoveryRequest(resource, insecure),
  )
  expect(guessed).toEqual(named)
  expect(named.authorization_servers).toEqual([app.origin])
})

test('openid-client: another grant is told what it is', async ({ app }) => {
  const server = await configured(app, 'oauth2')
  const password = openid.genericGrantRequest(server, 'password', { username: 'a', password: 'b' })
  await expect(password).rejects.toMatchObject({ error: 'unsupported_grant_type', status: 400 })
  const tokenType = 'urn:ietf:params:oauth:token-type:access_token'
  const exchange = openid.genericGrantRequest(server, 'urn:ietf:params:oauth:grant-type:token-exchange', {
    subject_token: 'nothing',
    subject_token_type: tokenType,
  })
  await expect(exchange).rejects.toMatchObject({ error: 'invalid_request', status: 400 })
})

test('every verifier of the guide takes a good token and refuses the others', async ({ app, person }) => {
  const { access_token: good } = await tokensOf(app, person)
  const { sub } = decodeJwt(good)
  const { keys } = (await new Client(app).get('/.well-known/jwks.json')).json<{ keys: JsonWebKey[] }>()
  const key = createPublicKey({ key: keys[0]!, format: 'jwk' })
  const forged = forgeriesOf(good, key.export({ format: 'pem', type: 'spki' }).toString())
  const environment = Object.assign({ ISSUER: app.origin }, credentials)
  const codes = await snippets()
  expect(Object.keys(codes).length).toBeGreaterThanOrEqual(8)

  const said = await runVerifiers(codes, Object.assign({ good }, forged), environment, 400)
  for (const [name, { good: taken, later, ...refused }] of Object.entries(said)) {
    expect(taken, name).toBe(sub)
    const asksTheApp = name.includes('introspection') // whose clock decides
    expect(later, `${name}, expired`).toBe(asksTheApp ? sub : null)
    expect(refused, name).toEqual(Object.fromEntries(Object.keys(forged).map((kind) => [kind, null])))
  }

  const local = Object.entries(codes).filter(([name]) => !name.includes('introspection'))
  const forOthers = local.map(([name, code]) => [name, code.replaceAll('${issuer}/api`', '${issuer}/other`')])
  for (const [index, [, code]] of forOthers.entries()) expect(code).not.toBe(local[index]![1])
  const asOthers = await runVerifiers(Object.fromEntries(forOthers) as typeof codes, { good }, environment, 0)
  for (const [name] of local)
    expect(asOthers[name], `${name}, another audience`).toEqual({ good: null, later: null })
})

test('the verifier that asks the app knows of a session that was ended', async ({ app, person }) => {
  const tokens = await tokensOf(app, person)
  await new Client(app).send('POST', '/api/token/revoke', { form: { token: tokens.refresh_token } })
  const environment = Object.assign({ ISSUER: app.origin }, credentials)
  const said = await runVerifiers(await snippets(), { good: tokens.access_token }, environment, 0)
  for (const [name, { good }] of Object.entries(said))
    expect(good === null, name).toBe(name.includes('introspection'))
})
