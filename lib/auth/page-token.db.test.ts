import { describe, expect, it } from 'vitest'
import { cookieStrategyIds, pageTokenStrategy } from '@/lib/strategies'
import { introspect, pageToken, signOut } from '@/lib/auth'
import { read } from './read'
import { clientOf } from './testing/client-of'
import { Jar } from './testing/jar'
import { makePerson } from './testing/people'

/** What the scripts of a page get beside its cookie: a token that is good for as long as the session of the cookie. */

const now = new Date('2026-11-23T12:00:00.000Z')

describe.each(cookieStrategyIds)('beside a cookie of %s', (id) => {
  it('is looked up at each request, and ends with the session', async () => {
    const jar = new Jar()
    await clientOf(id).startSession(await makePerson(), jar, now)
    const issued = await pageToken(jar.ctx(now, id))
    if (!issued.ok) throw new Error('no token')
    expect(issued).toMatchObject({ state: { strategy: pageTokenStrategy } })
    expect(issued.tokens).not.toHaveProperty('refresh_token')
    const page = new Jar().hold(issued.tokens)
    expect(await read(page.ctx(now))).toMatchObject({ ok: true, sessionId: issued.sessionId })
    expect(await introspect(issued.tokens.access_token, now)).toMatchObject({ active: true })
    await signOut(id, jar.ctx(now))
    expect(await read(page.ctx(now))).toMatchObject({ ok: false, state: { because: 'revoked' } })
    expect(await introspect(issued.tokens.access_token, now)).toEqual({ active: false })
  })

  it('is not given for a token', async () => {
    const jar = new Jar()
    await clientOf(pageTokenStrategy).startSession(await makePerson(), jar, now)
    expect(await pageToken(jar.ctx(now, id))).toMatchObject({ ok: false, state: { because: 'malformed' } })
  })
})
