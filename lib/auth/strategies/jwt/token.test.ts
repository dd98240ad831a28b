import { hkdfSync } from 'node:crypto'
import { EncryptJWT, SignJWT, base64url, type JWTPayload } from 'jose'
import { decode } from 'next-auth/jwt'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { env } from '@/lib/env'
import type { Session } from '../../contract'
import { open, seal } from './token'

/** The JWT cookie: in the format of Auth.js, and nothing else opens. RFC 8725 §3.1, §3.2, §3.6, §3.10. */

const now = new Date('2026-11-23T12:00:00.000Z')
const later = new Date('2026-11-23T12:10:00.000Z')
const session: Session = {
  id: '0191a5f0-0000-7000-8000-000000000001',
  person: {
    id: '0191a5f0-0000-7000-8000-000000000002',
    email: 'a@example.com',
    name: null,
    role: 'user',
    credentialsVersion: 3,
  },
  provider: 'credentials',
  authenticatedAt: now,
  expiresAt: later,
  absoluteExpiresAt: new Date('2026-11-24T12:00:00.000Z'),
  upstream: null,
}
const salt = 'session.jwt'
const keyOf = (secret: string, name = salt) =>
  new Uint8Array(hkdfSync('sha256', secret, name, `Auth.js Generated Encryption Key (${name})`, 64))

let good: string
let claims: JWTPayload
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now }) // next-auth's decode asks the clock
  good = await seal(session, now)
  claims = (await decode<JWTPayload>({ token: good, secret: env().AUTH_SECRET, salt }))!
})

afterAll(() => void vi.useRealTimers())

const header = (value: object) => base64url.encode(JSON.stringify(value))
const withHeader = (value: object) => [header(value), ...good.split('.').slice(1)].join('.')
const sealedAs = (
  payload: JWTPayload,
  { key = keyOf(env().AUTH_SECRET), enc = 'A256CBC-HS512', alg = 'dir' } = {},
) => new EncryptJWT(payload).setProtectedHeader({ alg, enc }).encrypt(key)

describe('what is sealed', () => {
  it('opens with next-auth’s own decode', () => {
    expect(claims).toMatchObject({
      sub: session.person.id,
      sid: session.id,
      role: 'user',
      ver: 3,
      exp: later.getTime() / 1000,
    })
    expect(claims.jti).toMatch(/^[\da-f-]{36}$/)
  })

  it('opens here as what it was', async () => {
    const { id, email, name, role } = session.person
    expect(await open(good, now)).toEqual({
      ok: true,
      sessionId: session.id,
      idTokenData: null,
      state: {
        status: 'authenticated',
        strategy: 'jwt',
        user: { id, email, name, role },
        provider: 'credentials',
        authenticatedAt: now.toISOString(),
        expiresAt: later.toISOString(),
        absoluteExpiresAt: session.absoluteExpiresAt.toISOString(),
      },
    })
  })

  it('shows nothing of its content, and no two are alike', async () => {
    expect(good).not.toContain(base64url.encode(session.person.email).slice(0, 12))
    expect(
      good
        .split('.')
        .map((part) => Buffer.from(part, 'base64url').toString())
        .join(),
    ).not.toContain('example')
    expect(await seal(session, now)).not.toBe(good)
  })
})

const refused = async (token: string, because = 'malformed') => {
  expect(await open(token, now)).toMatchObject({ ok: false, state: { status: 'anonymous', because } })
}

describe('what does not open', () => {
  it('ended', async () => {
    await expect(open(good, later)).resolves.toMatchObject({
      ok: false,
      state: { status: 'anonymous', because: 'expired' },
    })
  })

  it.each(['none', 'None', 'nOnE', 'HS256'])('a JWS with alg %s', async (alg) => {
    await refused(`${header({ alg })}.${header(claims)}.`)
    await refused(`${header({ alg })}.${header(claims)}.AAAA`)
  })

  it('a JWS that is signed with our own key', async () => {
    await refused(
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS512' }).sign(keyOf(env().AUTH_SECRET)),
    )
  })

  it.each(['A128CBC-HS256', 'A256GCM'])('another encryption, %s, with the right bytes', async (enc) => {
    await refused(await sealedAs(claims, { enc, key: keyOf(env().AUTH_SECRET).slice(0, 32) }))
  })

  it.each(['A256KW', 'A256GCMKW', 'PBES2-HS512+A256KW'])('another key management, %s', async (alg) => {
    const key = keyOf(env().AUTH_SECRET).slice(0, 32)
    await refused(await sealedAs(claims, { alg, key }))
  })

  it('PBES2 that would keep us busy, compression, keys of its own, critical headers', async () => {
    const enc = 'A256CBC-HS512'
    await refused(withHeader({ alg: 'PBES2-HS512+A256KW', enc, p2c: 2 ** 31, p2s: 'AAAAAAAAAAAAAAAA' }))
    await refused(withHeader({ alg: 'dir', enc, zip: 'DEF' }))
    await refused(
      withHeader({
        alg: 'dir',
        enc,
        jwk: { kty: 'oct', k: 'AAAA' },
        jku: 'http://127.0.0.1:1/',
        kid: '../../etc',
      }),
    )
    await refused(withHeader({ alg: 'dir', enc, crit: ['exp'] }))
  })

  it('another secret, or the same for another cookie', async () => {
    await refused(await sealedAs(claims, { key: keyOf('another secret of thirty-two bytes or more') }))
    await refused(await sealedAs(claims, { key: keyOf(env().AUTH_SECRET, 'authjs.session-token') }))
  })

  it('segments missing, more, cut, empty or too long', async () => {
    const parts = good.split('.')
    for (let count = 0; count < 5; count++) await refused(parts.slice(0, count).join('.'))
    for (const more of [
      `${good}.`,
      `${good}.x`,
      `.${good}`,
      `${good}.${good}`,
      good.slice(0, -2),
      good.replace('..', '.x.'),
      ` ${good}`,
    ])
      await refused(more)
    await refused(
      `${header({ alg: 'dir', enc: 'A256CBC-HS512', x: 'y'.repeat(100_000) })}.${parts.slice(1).join('.')}`,
    )
  })

  it('another spelling of the same bytes', async () => {
    for (const [index, segment] of good.split('.').entries())
      for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
        if (!segment || segment.endsWith(last)) continue
        const parts = good.split('.')
        parts[index] = segment.slice(0, -1) + last
        await refused(parts.join('.'))
      }
  })

  it('claims that are missing or no numbers, though the key is right', async () => {
    for (const name of ['sub', 'sid', 'exp', 'auth_time', 'session_end']) {
      const { [name]: _, ...rest } = claims
      await refused(await sealedAs(rest))
    }
    for (const exp of ['9999999999', null, {}, true])
      await refused(await sealedAs({ ...claims, exp: exp as never }))
    await refused(await sealedAs({ ...claims, nbf: later.getTime() / 1000 }))
  })
})
