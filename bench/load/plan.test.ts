import { generateKeyPairSync } from 'node:crypto'
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify, type JWK } from 'jose'
import { expect, test } from 'vitest'
import { headersOf, sessionToken } from './plan'

test('each proof is another one, and good: signed by its own key, for this request and this token', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const [privateJwk, publicJwk] = [privateKey, publicKey].map((key) => key.export({ format: 'jwk' }) as JWK)
  const url = 'http://localhost:1/api/bench/me'
  const make = headersOf({
    kind: 'dpop',
    accessToken: 'token',
    url,
    privateJwk: privateJwk!,
    publicJwk: publicJwk!,
  })
  const [one, other] = [make(), make()]
  expect(one.authorization).toBe('DPoP token')
  const { payload, protectedHeader } = await jwtVerify(one.dpop!, EmbeddedJWK, {
    typ: 'dpop+jwt',
    maxTokenAge: 60,
  })
  expect(payload).toMatchObject({ htm: 'GET', htu: url, ath: 'PEaenWxYddN6Q_NT1PiOYfz4EsZu7jRXRlpAsNpBU-A' })
  expect(await calculateJwkThumbprint(protectedHeader.jwk!)).toBe(await calculateJwkThumbprint(publicJwk!))
  expect((await jwtVerify(other.dpop!, EmbeddedJWK)).payload.jti).not.toBe(payload.jti)
})

test('sessions in turn are each of them once; drawn ones are among them', () => {
  const all = Array.from({ length: 5 }, (_, at) => `session=${sessionToken(at)}`)
  const inTurn = headersOf({ kind: 'sessions', cookie: 'session', count: 5, inTurn: true })
  expect(all.map(() => inTurn().cookie)).toEqual(all)
  const drawn = headersOf({ kind: 'sessions', cookie: 'session', count: 5 })
  for (let turn = 0; turn < 20; turn += 1) expect(all).toContain(drawn().cookie)
})

test('a session is called by 256 bits, as the app writes its tokens', () => {
  expect(sessionToken(0)).toMatch(/^[A-Za-z0-9_-]{43}$/)
})
