import { describe, expect, it } from 'vitest'
import type { Session, StoredIdTokenData, UpstreamSession } from './contract'
import { plusSeconds } from './parts/lifetimes'
import { provedRecently, recentSeconds } from './pending-identity'

/** Who may connect or remove a way to sign in: somebody who was asked just now. ASVS 7.5.1, OIDC Core §2 `auth_time`. */

const now = new Date('2026-11-23T12:00:00.000Z')
const ago = (seconds: number) => plusSeconds(now, -seconds)
const unix = (date: Date) => date.getTime() / 1000

const session = (authenticatedAt: Date, upstream: UpstreamSession | null): Session => ({
  id: 's',
  expiresAt: new Date('2026-11-23T13:00:00.000Z'),
  provider: 'generic',
  authenticatedAt,
  upstream,
  absoluteExpiresAt: plusSeconds(now, 60),
  person: { id: 'p', email: 'a@example.com', name: null, role: 'user', credentialsVersion: 0 },
})
const origin = (idTokenData: StoredIdTokenData): UpstreamSession => ({
  issuer: 'i',
  subject: 's',
  issuerSid: null,
  idTokenData,
})
const claims = (values: Record<string, string | number>) => origin({ as: 'claims', claims: values })
const idToken = (payload: object) =>
  origin({ as: 'id-token', idToken: `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.x` })

describe('after a password', () => {
  it('for five minutes', () => {
    expect(provedRecently(session(ago(recentSeconds), null), now)).toBe(true)
    expect(provedRecently(session(ago(recentSeconds + 1), null), now)).toBe(false)
  })
})

describe('after a provider', () => {
  it('when it has asked the person just now, whichever way that is kept', () => {
    for (const kept of [claims({ auth_time: unix(ago(10)) }), idToken({ auth_time: unix(ago(10)) })])
      expect(provedRecently(session(now, kept), now)).toBe(true)
  })

  it('not when it only knew the browser: an old auth_time, or none, or no number', () => {
    const old = unix(ago(recentSeconds + 31))
    for (const kept of [claims({ auth_time: old }), claims({}), claims({ auth_time: 'now' }), idToken({})])
      expect(provedRecently(session(now, kept), now)).toBe(false)
  })

  it('not long after, however fresh the provider says it is', () => {
    const early = session(ago(recentSeconds + 1), claims({ auth_time: unix(now) }))
    expect(provedRecently(early, now)).toBe(false)
  })
})
