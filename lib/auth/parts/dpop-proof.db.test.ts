import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it, test } from 'vitest'
import { env } from '@/lib/env'
import { ClientKey, digestOf } from '../testing/client-key'
import { forge, numericDate } from '../testing/forge'
import { freshNonceFor, verifyKeyFor, verifyProof, type Proof } from './dpop-proof'
import { spendOnce } from './signed-proof'
import { plusSeconds } from './lifetimes'

/** Every check of a proof, alone: RFC 9449 §4.3. Over HTTP: e2e/security/dpop. */

const now = new Date('2026-11-23T12:00:00.000Z')
const accessToken = 'an.access.token'
const seconds = numericDate(now)
type Made = NonNullable<Parameters<ClientKey['proof']>[1]>

const key = new ClientKey()
const verified = (made: Made, of = key) =>
  verifyProof(of.proof(now, { accessToken, ...made }), accessToken, now)

test('a good one names the key by its thumbprint, and lives as long as it may be used', async () => {
  const proof = await verified({})
  expect(proof).toMatchObject({ ok: true, keyThumbprint: key.thumbprint })
  expect((proof as Proof).expiresAt).toEqual(plusSeconds(now, 65))
})

const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })

const wrong: [what: string, made: Made][] = [
  ['another key in the header than the one that signed', { header: { jwk: other } }],
  ['a private key in the header', { header: { jwk: key.privateJwk } }],
  ['a private member that is empty', { header: { jwk: { ...key.publicJwk, d: '' } } }],
  ['no key', { header: { jwk: undefined } }],
  [
    'a list with a text for a text in the key',
    { header: { jwk: { ...key.publicJwk, x: [key.publicJwk.x] } } },
  ],
  ['a list for the curve of the key', { header: { jwk: { ...key.publicJwk, crv: ['P-256'] } } }],
  ['a typ of another kind of JWT', { header: { typ: 'at+jwt' } }],
  ['no typ', { header: { typ: undefined } }],
  ['an algorithm that is not of the list', { header: { alg: 'none' } }],
  ['another method', { claims: { htm: 'POST' } }],
  ['a method in lower case', { claims: { htm: 'get' } }],
  ['another path', { claims: { htu: 'http://localhost:3000/api/sessions' } }],
  ['another origin', { claims: { htu: 'http://127.0.0.1:3000/api/me' } }],
  ['an address with userinfo', { claims: { htu: 'http://a@localhost:3000/api/me' } }],
  ['no absolute address', { claims: { htu: '/api/me' } }],
  ['the ath of another token', { claims: { ath: digestOf('another') } }],
  ['no ath', { claims: { ath: undefined } }],
  ['an old one', { claims: { iat: seconds - 66 } }],
  ['one of the future', { claims: { iat: seconds + 6 } }],
  ['no iat', { claims: { iat: undefined } }],
  ['no jti', { claims: { jti: undefined } }],
  ['an empty jti', { claims: { jti: '' } }],
  ['a jti that is too long', { claims: { jti: 'x'.repeat(257) } }],
  ['one that has ended', { claims: { exp: seconds - 5 } }],
  ['one that has not begun', { claims: { nbf: seconds + 6 } }],
]

/** The header of a client that was seen before is not verified anew: all the rest is. */
describe.each([
  ['of a client that was seen before', () => key],
  ['of a client that was never seen', () => new ClientKey()],
])('refused, %s', (_, client) => {
  it.each(wrong)('%s', async (_, made) => {
    expect(await verified({})).toMatchObject({ ok: true }) // it is seen now
    expect(await verified(made, client())).toEqual({ ok: false, code: 'invalid_dpop_proof' })
  })

  it.each([
    [
      'a signature of other claims',
      ([header, , signature]: string[], other: string[]) => [header, other[1], signature],
    ],
    ['no signature', ([header, claims]: string[]) => [header, claims, '']],
    ['four segments', (own: string[]) => [...own, 'e30']],
    ['two segments', ([header, claims]: string[]) => [header, claims]],
  ])('%s', async (_, changed) => {
    const mine = client()
    const [one, two] = [mine.proof(now, { accessToken }), mine.proof(now, { accessToken })]
    const jwt = changed(one.jwt.split('.'), two.jwt.split('.')).join('.')
    expect(await verifyProof({ ...one, jwt }, accessToken, now)).toMatchObject({ ok: false })
  })

  it('claims that are no JSON, although they are signed', async () => {
    const mine = client()
    const proof = mine.proof(now, { accessToken })
    for (const jwt of ['{', '[]', 'null', '"text"'].map(mine.proofSaying))
      expect(await verifyProof({ ...proof, jwt }, accessToken, now)).toMatchObject({ ok: false })
  })
})

describe('refused', () => {
  it('none at all', async () => {
    expect(await verifyProof(undefined, accessToken, now)).toEqual({ ok: false, code: 'invalid_dpop_proof' })
  })

  it('another spelling of the same bytes: the last character has spare bits', async () => {
    const proof = key.proof(now, { accessToken })
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = alphabet.indexOf(proof.jwt.at(-1)!)
    const jwt = proof.jwt.slice(0, -1) + alphabet[last ^ 1]!
    const bytes = (text: string) => Buffer.from(text.split('.')[2]!, 'base64url').toString('hex')
    expect(bytes(jwt)).toBe(bytes(proof.jwt))
    expect(await verifyProof({ ...proof, jwt }, accessToken, now)).toMatchObject({ ok: false })
  })

  it('a key that takes long to verify with', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 })
    const header = { alg: 'PS256', typ: 'dpop+jwt', jwk: publicKey.export({ format: 'jwk' }) }
    const { url } = key.proof(now)
    const claims = { jti: 'one', htm: 'GET', htu: url, iat: seconds, ath: digestOf(accessToken) }
    const jwt = forge(header, claims, privateKey)
    expect(await verifyProof({ jwt, method: 'GET', url }, accessToken, now)).toMatchObject({ ok: false })
  })

  it('an asymmetric algorithm that is not of the list', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const header = { alg: 'RS256', typ: 'dpop+jwt', jwk: publicKey.export({ format: 'jwk' }) }
    const { url } = key.proof(now)
    const claims = { jti: 'one', htm: 'GET', htu: url, iat: seconds, ath: digestOf(accessToken) }
    const jwt = forge(header, claims, privateKey)
    expect(await verifyProof({ jwt, method: 'GET', url }, accessToken, now)).toMatchObject({ ok: false })
  })
})

it.each([
  ['59 seconds old', { iat: seconds - 59 }],
  ['5 seconds ahead', { iat: seconds + 5 }],
  ['an address with a query', { htu: 'http://localhost:3000/api/me?a=b' }],
  ['an address that is spelt otherwise', { htu: 'HTTP://LOCALHOST:3000/api/%6de#x' }],
])('taken: %s', async (_, claims) => {
  expect(await verified({ claims })).toMatchObject({ ok: true })
})

describe('a proof counts once', () => {
  it('also among many at the same instant', async () => {
    const proof = (await verified({})) as Proof
    const spent = await Promise.all(Array.from({ length: 10 }, () => spendOnce(proof)))
    expect(spent.filter(Boolean)).toHaveLength(1)
  })

  it('by its jti and its key: not by its bytes', async () => {
    const claims = { jti: 'the same' }
    expect(await spendOnce((await verified({ claims })) as Proof)).toBe(true)
    expect(await spendOnce((await verified({ claims })) as Proof)).toBe(false)
    expect(await spendOnce((await verified({ claims }, new ClientKey())) as Proof)).toBe(true)
  })
})

describe('a nonce', () => {
  const atTokenEndpoint = async (nonce: string | undefined, at = now) => {
    const proof = key.proof(at, { claims: { nonce } })
    return { result: await verifyProof(proof, null, at), fresh: freshNonceFor(proof) }
  }

  it('is demanded at the token endpoint, given out with the answer, and good for two to four minutes', async () => {
    const { result, fresh } = await atTokenEndpoint(undefined)
    expect(result).toEqual({ ok: false, code: 'use_dpop_nonce' })
    const good = async (at: Date) => (await atTokenEndpoint(fresh, at)).result.ok
    expect(await good(now)).toBe(true)
    expect(await good(plusSeconds(now, 120))).toBe(true)
    expect(await good(plusSeconds(now, 240))).toBe(false)
    expect(await good(plusSeconds(now, -1))).toBe(false)
  })

  it('that somebody made up is none', async () => {
    for (const nonce of ['', 'x', `${Buffer.from('14980').toString('base64url')}.${'A'.repeat(43)}`])
      expect((await atTokenEndpoint(nonce)).result).toMatchObject({ code: 'use_dpop_nonce' })
  })

  it('is not given out for what is no proof', async () => {
    const proof = key.proof(now, { header: { typ: 'JWT' } })
    await verifyProof(proof, null, now)
    expect(freshNonceFor(proof)).toBeUndefined()
  })

  it.each([
    ['off', false, false],
    ['token', true, false],
    ['always', true, true],
  ] as const)(
    'DPOP_NONCE=%s: at the token endpoint %s, elsewhere %s',
    async (setting, atToken, elsewhere) => {
      const settings = env()
      const before = settings.DPOP_NONCE
      try {
        settings.DPOP_NONCE = setting
        const demanded = async (token: string | null) => {
          const result = await verifyProof(key.proof(now, { accessToken }), token, now)
          return !result.ok && result.code === 'use_dpop_nonce'
        }
        expect([await demanded(null), await demanded(accessToken)]).toEqual([atToken, elsewhere])
      } finally {
        settings.DPOP_NONCE = before
      }
    },
  )
})

it('a strategy that binds nothing asks for no proof', async () => {
  expect(await verifyKeyFor('bearer', { cookies: new Map(), authorization: null }, now)).toEqual({
    ok: true,
    proof: null,
  })
})
