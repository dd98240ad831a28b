import { createHash, randomUUID, type webcrypto } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose'
import type { App } from './app'
import { Client, type Answer } from './client'
import { makePerson, type Person, type Tokens } from './people'
import { expect, test as base } from './test'

/** Proofs of RFC 9449 §4.2, good but for what a test says; and a person who has tokens that are bound to a key. */

type Key = webcrypto.CryptoKey | Uint8Array
export type KeyPair = { privateKey: Key; publicJwk: JWK; alg: string }

/** @param alg of JWA; the private part can be exported, for whoever wants to send it */
export async function newKeyPair(alg = 'ES256'): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { privateKey, publicJwk: await exportJWK(publicKey), alg }
}

export type Wrong = {
  /** over those of a good proof; undefined leaves one out */
  claims?: Record<string, unknown>
  header?: Record<string, unknown>
  /** what signs, where it is not the key of the header */
  signedWith?: Key
}

export type Made = {
  method?: string
  path?: string
  accessToken?: string | undefined
  nonce?: string | undefined
  now?: Date
  wrong?: Wrong | undefined
}

const digest = (text: string) => createHash('sha256').update(text).digest('base64url')

/** The value of a DPoP header for one request of the app. */
export async function makeProof({ origin }: App, { privateKey, publicJwk, alg }: KeyPair, made: Made = {}) {
  const { method = 'GET', path = '/api/me', accessToken, nonce, now = new Date(), wrong = {} } = made
  const claims = {
    jti: randomUUID(),
    htm: method,
    htu: origin + path,
    iat: Math.floor(now.getTime() / 1000),
    ath: accessToken === undefined ? undefined : digest(accessToken),
    nonce,
  }
  const header = { alg, typ: 'dpop+jwt', jwk: publicJwk, ...wrong.header }
  return new SignJWT({ ...claims, ...wrong.claims })
    .setProtectedHeader(header)
    .sign(wrong.signedWith ?? privateKey)
}

/** Posts to the token endpoint with a proof, and once more with the nonce where one is asked for. */
export async function postWithProof(
  app: App,
  key: KeyPair,
  path: string,
  json: unknown,
  wrong?: Wrong,
): Promise<Answer> {
  const send = async (nonce?: string) => {
    const dpop = await makeProof(app, key, { method: 'POST', path, nonce, wrong })
    return new Client(app).post(path, json, { origin: undefined, dpop })
  }
  const first = await send()
  const nonce = first.headers['dpop-nonce']
  return typeof nonce === 'string' && first.text.includes('use_dpop_nonce') ? send(nonce) : first
}

/** A client that signed in with a key. */
export class BoundClient {
  private constructor(
    readonly app: App,
    readonly key: KeyPair,
    readonly tokens: Tokens,
  ) {}

  static async signIn(app: App, { email, password }: Person, key?: KeyPair): Promise<BoundClient> {
    const own = key ?? (await newKeyPair())
    const answer = await postWithProof(app, own, '/api/token', { email, password, strategy: 'dpop' })
    expect(answer.status, answer.text).toBe(200)
    expect(answer.json()).toMatchObject({ token_type: 'DPoP' })
    return new BoundClient(app, own, answer.json<Tokens>())
  }

  proof = (made: Made = {}, key = this.key) =>
    makeProof(this.app, key, { accessToken: this.tokens.access_token, ...made })

  /** GET /api/me. @param proof absent: none is sent */
  me(proof?: string | string[], scheme = 'DPoP'): Promise<Answer> {
    const authorization = `${scheme} ${this.tokens.access_token}`
    return new Client(this.app).get('/api/me', { authorization, dpop: proof })
  }

  refresh = (wrong?: Wrong, key = this.key) =>
    postWithProof(this.app, key, '/api/token/refresh', { refresh_token: this.tokens.refresh_token }, wrong)
}

/** 401, challenged under the scheme that was used; nobody is signed in by it. */
export function expectRefused(answer: Answer, error = 'invalid_dpop_proof') {
  expect(answer.status, answer.text).toBe(401)
  expect(answer.headers['www-authenticate']).toContain(`DPoP error="${error}", algs="`)
  expect(answer.json()).toEqual({ status: 'anonymous', because: 'malformed' })
}

/** `client` signed in with a key of its own; what it sends afterwards still works when the test is over. */
export const test = base.extend<{ client: BoundClient; owner: Person }>({
  owner: async ({ instance, app }, use) => use(await instance.part('owner', () => makePerson(app))),
  client: async ({ app, owner }, use) => {
    const client = await BoundClient.signIn(app, owner)
    expect((await client.me(await client.proof())).status).toBe(200)
    await use(client)
    expect((await client.me(await client.proof())).status).toBe(200)
  },
})

export { expect }
