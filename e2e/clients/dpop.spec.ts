import { exportJWK } from 'jose'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import type { App } from '../support/app'
import { BoundClient, newKeyPair } from '../support/dpop'
import type { Person } from '../support/people'
import { expect, test } from '../support/test'

/** Clients and a resource server that nobody here wrote, with tokens that are bound to a key: RFC 9449 §5, §7, §8. */

const insecure = { [oauth.allowInsecureRequests]: true }
const publicClient: oauth.Client = { client_id: 'anything' }

async function serverOf(app: App) {
  const issuer = new URL(app.origin)
  const response = await oauth.discoveryRequest(issuer, {
    algorithm: 'oauth2',
    [oauth.allowInsecureRequests]: true,
  })
  return oauth.processDiscoveryResponse(issuer, response)
}

/** Signs in by our own API, which is no grant of OAuth: from here on the libraries have the tokens, and the key. */
async function signIn(app: App, person: Person, alg: string) {
  const keyPair = await oauth.generateKeyPair(alg, { extractable: true })
  const publicJwk = await exportJWK(keyPair.publicKey)
  const client = await BoundClient.signIn(app, person, { privateKey: keyPair.privateKey, publicJwk, alg })
  return { keyPair, client }
}

const resourceOf = (app: App) => new URL('/api/me', app.origin)

test('the metadata says how proofs may be signed', async ({ app }) => {
  const server = await serverOf(app)
  expect(server.dpop_signing_alg_values_supported).toEqual(['ES256', 'Ed25519', 'EdDSA', 'PS256'])
  const answer = await oauth.resourceDiscoveryRequest(new URL('/api', app.origin), insecure)
  const resource = await oauth.processResourceDiscoveryResponse(new URL('/api', app.origin), answer)
  expect(resource.dpop_signing_alg_values_supported).toEqual(server.dpop_signing_alg_values_supported)
})

for (const alg of ['ES256', 'Ed25519', 'PS256'])
  test(`oauth4webapi with ${alg}: asked for a nonce, refreshed, and at the API`, async ({ app, person }) => {
    const server = await serverOf(app)
    const { keyPair, client } = await signIn(app, person, alg)
    const DPoP = oauth.DPoP(publicClient, keyPair)
    const refresh = async () => {
      const token = client.tokens.refresh_token
      const options = { DPoP, [oauth.allowInsecureRequests]: true }
      const answer = await oauth.refreshTokenGrantRequest(server, publicClient, oauth.None(), token, options)
      return oauth.processRefreshTokenResponse(server, publicClient, answer)
    }
    const asked = await refresh().catch((error: unknown) => error)
    expect(oauth.isDPoPNonceError(asked)).toBe(true)
    const tokens = await refresh()
    expect(tokens).toMatchObject({ token_type: 'dpop', expires_in: 300 })
    const options = { DPoP, [oauth.allowInsecureRequests]: true }
    const me = await oauth.protectedResourceRequest(
      tokens.access_token,
      'GET',
      resourceOf(app),
      undefined,
      undefined,
      options,
    )
    expect(await me.json()).toMatchObject({ status: 'authenticated', strategy: 'dpop' })
  })

test('openid-client: asks again with the nonce by itself', async ({ app, person }) => {
  const config = await openid.discovery(new URL(app.origin), 'anything', undefined, openid.None(), {
    algorithm: 'oauth2',
    execute: [openid.allowInsecureRequests],
  })
  const { keyPair, client } = await signIn(app, person, 'ES256')
  const DPoP = openid.getDPoPHandle(config, keyPair)
  const tokens = await openid.refreshTokenGrant(config, client.tokens.refresh_token, undefined, { DPoP })
  const url = resourceOf(app)
  const me = await openid.fetchProtectedResource(config, tokens.access_token, url, 'GET', null, undefined, {
    DPoP,
  })
  expect(await me.json()).toMatchObject({ status: 'authenticated', strategy: 'dpop' })
})

test('a resource server of somebody else takes our token with its proof, and no other', async ({
  app,
  person,
}) => {
  const server = await serverOf(app)
  const client = await BoundClient.signIn(app, person)
  const request = (dpop: string) => {
    const authorization = `DPoP ${client.tokens.access_token}`
    return new Request(resourceOf(app), { headers: { authorization, dpop } })
  }
  const verified = (dpop: string) =>
    oauth.validateJwtAccessToken(server, request(dpop), `${app.origin}/api`, {
      requireDPoP: true,
      [oauth.allowInsecureRequests]: true,
    })
  expect(await verified(await client.proof())).toMatchObject({ cnf: { jkt: expect.any(String) } })
  await expect(verified(await client.proof({}, await newKeyPair()))).rejects.toThrow()
  await expect(verified(await client.proof({ method: 'POST' }))).rejects.toThrow()
})
