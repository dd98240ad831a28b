import { SignJWT, type JWTHeaderParameters } from 'jose'
import type { App } from './app'
import { Client, type Answer } from './client'
import { newKeyPair, type KeyPair, type Wrong } from './dpop'
import { makePerson, type Person } from './people'
import { expect, test as base } from './test'

/** A browser that binds its session to a key of its device, good but for what a test says. @see https://www.w3.org/TR/dbsc/ */

const registerPath = '/api/dbsc/register'
const refreshPath = '/api/dbsc/refresh'

type Made = { isFirst?: boolean; wrong?: Wrong }

/** The value of Secure-Session-Response. */
export async function deviceProof(
  { privateKey, publicJwk, alg }: KeyPair,
  challenge: string,
  { isFirst = false, wrong = {} }: Made = {},
): Promise<string> {
  const header: JWTHeaderParameters = { alg, typ: 'dbsc+jwt' }
  if (isFirst) header.jwk = publicJwk
  return new SignJWT({ jti: challenge, ...wrong.claims })
    .setProtectedHeader({ ...header, ...wrong.header })
    .sign(wrong.signedWith ?? privateKey)
}

/** The challenge that a header carries. @throws Error where there is none */
export function challengeOf({ headers }: Answer, name: string): string {
  const value = String(headers[name] ?? '')
  const [, challenge] = /challenge="([^"]+)"/.exec(value) ?? /^"([^"]+)"/.exec(value) ?? []
  if (challenge === undefined) throw new Error(`No challenge in ${name}: ${value}`)
  return challenge
}

export class BoundBrowser {
  sessionId = ''

  private constructor(
    readonly app: App,
    readonly client: Client,
    readonly key: KeyPair,
    /** of the answer that signed in */
    readonly offered: string,
  ) {}

  /** Signs in, and registers nothing yet. */
  static async signIn(app: App, { email, password }: Person, key?: KeyPair): Promise<BoundBrowser> {
    const client = new Client(app)
    const answer = await client.post('/api/sign-in', { email, password, strategy: 'dbsc' })
    expect(answer.status).toBe(200)
    const challenge = challengeOf(answer, 'secure-session-registration')
    return new BoundBrowser(app, client, key ?? (await newKeyPair()), challenge)
  }

  /** The same, and registers its key. */
  static async bound(app: App, person: Person): Promise<BoundBrowser> {
    const browser = await BoundBrowser.signIn(app, person)
    const answer = await browser.register()
    expect(answer.status, answer.text).toBe(200)
    browser.sessionId = answer.json<{ session_identifier: string }>().session_identifier
    return browser
  }

  /** The same browser with the same key, at another instance of the app. */
  at(app: App): BoundBrowser {
    const client = new Client(app)
    client.jar = this.client.jar.copy()
    const same = new BoundBrowser(app, client, this.key, this.offered)
    same.sessionId = this.sessionId
    return same
  }

  /** Somebody elsewhere who has all that can be copied, and a key of their own. */
  async stolen(): Promise<BoundBrowser> {
    const client = new Client(this.app)
    client.jar = this.client.jar.copy()
    const thief = new BoundBrowser(this.app, client, await newKeyPair(), this.offered)
    thief.sessionId = this.sessionId
    return thief
  }

  async register({ challenge = this.offered, wrong }: { challenge?: string; wrong?: Wrong } = {}) {
    return this.present(
      registerPath,
      await deviceProof(this.key, challenge, { isFirst: true, wrong: wrong ?? {} }),
    )
  }

  /** Asks for a challenge. */
  async challenge(): Promise<string> {
    const answer = await this.present(refreshPath)
    expect(answer.status, answer.text).toBe(403)
    return challengeOf(answer, 'secure-session-challenge')
  }

  async refresh({ challenge, wrong }: { challenge?: string; wrong?: Wrong } = {}): Promise<Answer> {
    const signed = challenge ?? (await this.challenge())
    return this.present(refreshPath, await deviceProof(this.key, signed, { wrong: wrong ?? {} }))
  }

  /** Sends what it is given to one of the two endpoints. */
  present(path: string, proof?: string): Promise<Answer> {
    const headers = {
      'sec-secure-session-id': this.sessionId === '' ? undefined : this.sessionId,
      'secure-session-response': proof,
    }
    return this.client.send('POST', path, { headers })
  }

  async isSignedIn(): Promise<boolean> {
    const { status } = await this.client.get('/api/me?strategy=dbsc')
    expect([200, 401]).toContain(status)
    return status === 200
  }
}

/** Refused, with a challenge to sign and without a cookie. */
export function expectNotRefreshed(answer: Answer) {
  expect([answer.status, answer.json()]).toMatchObject([403, { code: 'invalid_device_proof' }])
  expect(challengeOf(answer, 'secure-session-challenge')).not.toBe('')
  expect(answer.setCookies).toEqual([])
}

/** Refused: nothing is bound, nothing is set. */
export function expectNotBound(answer: Answer) {
  expect([answer.status, answer.json()]).toMatchObject([403, { code: 'invalid_device_proof' }])
  expect(answer.setCookies).toEqual([])
}

/** `owner`: a browser of a person of its own, bound to its key. */
export const test = base.extend<{ owner: BoundBrowser }>({
  owner: async ({ app }, use) => use(await BoundBrowser.bound(app, await makePerson(app))),
})

export { expect, makePerson, newKeyPair }
