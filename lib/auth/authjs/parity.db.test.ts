import { NextRequest } from 'next/server'
import { beforeEach, describe, expect, it } from 'vitest'
import { disableUser, setRole, type Person } from '@/lib/accounts'
import { env } from '@/lib/env'
import { readSetCookie } from '@/lib/set-cookie'
import { authjsStrategyIds } from '@/lib/strategies'
import { addAnotherProvider } from '../testing/another-provider'
import { duringOutage } from '../testing/outage'
import { Jar } from '../testing/jar'
import { makePerson, testPassword } from '../testing/people'
import { sessionCookie } from '../parts/cookie'
import { read } from '../read'
import { cookieStrategies } from '../strategies'
import { startSession } from '../start-session'
import { signOut } from '../sign-out'
import { handlers } from './handlers'
import { sessionDto } from './instances'

/** Auth.js's own `/session` and our door give the same answer in every ordinary case; in an outage ours is right. */

const url = (strategy: string, action: string) => `${env().AUTH_URL}/api/auth/${strategy}/${action}`
const cookieHeader = (jar: Jar) =>
  [...jar.presented.cookies].map(([name, value]) => `${name}=${value}`).join('; ')

async function keep(jar: Jar, response: Response) {
  for (const line of response.headers.getSetCookie()) {
    const { name, value = '', maxAge = 1 } = readSetCookie(line)
    jar.keep([{ name, value, maxAgeSeconds: value === '' ? 0 : maxAge }])
  }
  return response
}

describe.each(authjsStrategyIds)('%s', (id) => {
  let person: Person
  let jar: Jar

  const authjs = async (method: 'GET' | 'POST', action: string, form?: Record<string, string>) => {
    const headers = new Headers({ cookie: cookieHeader(jar) })
    if (form) headers.set('content-type', 'application/x-www-form-urlencoded')
    const body = form ? new URLSearchParams(form).toString() : null
    const request = new NextRequest(url(id, action), { method, headers, body })
    return keep(jar, await handlers(id)[method](request))
  }
  const post = async (action: string, form: Record<string, string>) => {
    const { csrfToken } = (await (await authjs('GET', 'csrf')).json()) as { csrfToken: string }
    return authjs('POST', action, { csrfToken, ...form })
  }
  const signInThere = (password = testPassword) =>
    post('callback/credentials', { email: person.email, password })

  const agree = async () => {
    const ours = await read(jar.ctx(new Date(), id))
    const theirs: unknown = await (await authjs('GET', 'session')).json()
    expect(theirs).toEqual(ours.ok ? sessionDto(ours.state) : null)
    return theirs as null | ReturnType<typeof sessionDto>
  }

  beforeEach(async () => {
    person = await makePerson()
    jar = new Jar()
  })

  it('nobody', async () => expect(await agree()).toBeNull())

  it('signed in through Auth.js, seen by both', async () => {
    const response = await signInThere()
    expect(response.status).toBe(302)
    expect(await agree()).toMatchObject({ strategy: id, user: { id: person.id, role: 'user' } })
    expect(await agree()).not.toBeNull()
  })

  it('signed in through our door, seen by both', async () => {
    jar.keep((await startSession(person, 'credentials', id, jar.ctx(new Date()))).cookies)
    expect(await agree()).toMatchObject({ user: { email: person.email } })
  })

  it('a wrong password signs nobody in', async () => {
    const response = await signInThere('not the password at all')
    expect(response.headers.get('location')).toContain('/sign-in?error=CredentialsSignin')
    expect(await agree()).toBeNull()
  })

  it.each([
    ['not an address', testPassword],
    ['', testPassword],
    ['nobody@example.com', ''],
  ])('%j with %j is a refusal like any other', async (email, password) => {
    const response = await post('callback/credentials', { email, password })
    expect(response.headers.get('location')).toContain('error=CredentialsSignin')
  })

  it('a sign-in page that it sends to gets a path to come back to', async () => {
    const response = await authjs('GET', 'signin?callbackUrl=/admin')
    const location = new URL(response.headers.get('location')!)
    expect([location.pathname, location.searchParams.get('callbackUrl')]).toEqual(['/sign-in', '/admin'])
  })

  it('signed out through Auth.js: the row is gone, too', async () => {
    await signInThere()
    const thief = jar.copy()
    expect((await post('signout', {})).status).toBe(302)
    expect(await agree()).toBeNull()
    expect(await cookieStrategies[id].verify(thief.presented, new Date())).toMatchObject({
      ok: false,
      state: { status: 'anonymous', because: 'revoked' },
    })
  })

  it('signed out through our door', async () => {
    await signInThere()
    jar.keep(await signOut(id, jar.ctx(new Date())))
    expect(await agree()).toBeNull()
  })

  it('expired', async () => {
    const past = new Date(Date.now() - 25 * 3600_000)
    jar.keep(
      (await startSession(person, 'credentials', id, jar.ctx(past))).cookies.map((c) => ({
        ...c,
        maxAgeSeconds: 9,
      })),
    )
    expect(await agree()).toBeNull()
  })

  it('disabled, and role changed: both see the same, whatever that is', async () => {
    await signInThere()
    await setRole(person.id, 'admin', new Date())
    await agree()
    await disableUser(person.id, new Date())
    await agree()
  })

  it.each(['junk', 'A'.repeat(43), '..', 'null'])('a cookie of %j', async (junk) => {
    jar.set(sessionCookie(id), junk)
    expect(await agree()).toBeNull()
  })

  it('reading does not send the session cookie again', async () => {
    await signInThere()
    const before = jar.get(sessionCookie(id))
    const response = await authjs('GET', 'session')
    expect(response.headers.getSetCookie().join()).not.toContain(sessionCookie(id))
    expect(jar.get(sessionCookie(id))).toBe(before)
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  /** What `update(data)` of next-auth/react sends. */
  async function update(data: unknown, forgedToken?: string) {
    const { csrfToken } = (await (await authjs('GET', 'csrf')).json()) as { csrfToken: string }
    const request = new NextRequest(url(id, 'session'), {
      method: 'POST',
      headers: { cookie: cookieHeader(jar), 'content-type': 'application/json' },
      body: JSON.stringify({ csrfToken: forgedToken ?? csrfToken, data }),
    })
    return keep(jar, await handlers(id).POST(request))
  }
  const signInEarlier = async (seconds: number) => {
    const earlier = new Date(Date.now() - seconds * 1000)
    jar.keep((await startSession(person, 'credentials', id, jar.ctx(earlier))).cookies)
    return agree()
  }

  it('an update cannot bring in a client’s own claims', async () => {
    const before = await signInEarlier(0)
    const own = { role: 'admin', user: { role: 'admin' }, expires: '2099-01-01T00:00:00.000Z', strategy: 'x' }
    for (const data of [own, { state: own }, { user: own }, [own], null, 'admin', 1]) {
      const { expires, ...rest } = (await (await update(data)).json()) as NonNullable<typeof before>
      expect(rest).toMatchObject({ user: before!.user, strategy: id, provider: 'credentials' })
      expect(Date.parse(expires)).toBeLessThanOrEqual(Date.parse(before!.absoluteExpiresAt))
    }
    expect(await agree()).toMatchObject({ user: { role: 'user' }, authenticatedAt: before!.authenticatedAt })
  })

  it('an update renews, once and for both readers: the idle end moves, the absolute end stays', async () => {
    const before = await signInEarlier(400)
    const answer = await update({})
    const after = (await answer.json()) as typeof before
    expect(Date.parse(after!.expires) - Date.parse(before!.expires)).toBeGreaterThan(300_000)
    expect(after).toMatchObject({
      absoluteExpiresAt: before!.absoluteExpiresAt,
      authenticatedAt: before!.authenticatedAt,
    })
    expect(answer.headers.getSetCookie().filter((line) => line.startsWith(sessionCookie(id)))).toHaveLength(
      id === 'jwt' ? 1 : 0,
    )
    expect((await agree())!.expires).toBe(after!.expires)
  })

  it('an update shows what the person is now', async () => {
    await signInEarlier(0)
    await setRole(person.id, 'admin', new Date())
    expect(await (await update({})).json()).toMatchObject({ user: { role: 'admin' } })
    expect(await agree()).toMatchObject({ user: { role: 'admin' } })
  })

  it.each(['signed out elsewhere', 'disabled'])(
    'an update of a session that was ended is refused: %s',
    async (how) => {
      await signInEarlier(0)
      const thief = jar.copy()
      if (how === 'disabled') await disableUser(person.id, new Date())
      else await signOut(id, jar.ctx(new Date()))
      jar = thief
      const answer = await update({ role: 'admin' })
      expect(await answer.json()).toBeNull()
      expect(jar.get(sessionCookie(id))).toBeUndefined()
    },
  )

  it('an update without the CSRF token of this browser renews nothing', async () => {
    const before = await signInEarlier(400)
    for (const forged of ['', 'x', 'a'.repeat(64)]) {
      const answer = await update({}, forged)
      expect(answer.headers.getSetCookie().filter((line) => line.startsWith(sessionCookie(id)))).toEqual([])
    }
    const now = await agree()
    if (id === 'jwt') expect(now).toEqual(before) // under database a read counts as activity, too
  })

  it('a junk callback-url cookie does no harm', async () => {
    await signInThere()
    jar.set(`callback-url.${id}`, 'http://[').set(`session.${id}.0`, 'chunk')
    expect(await agree()).not.toBeNull()
  })

  it.each([
    'http://[',
    '//evil.example',
    'javascript:alert(1)',
    'https://evil.example/x',
    '\\evil',
    'x'.repeat(9000),
  ])('a callbackUrl of %j leads nowhere else', async (callbackUrl) => {
    const inQuery = await authjs('GET', `csrf?${new URLSearchParams({ callbackUrl }).toString()}`)
    expect(inQuery.status).toBe(200)
    const inBody = await post('callback/credentials', {
      email: person.email,
      password: testPassword,
      callbackUrl,
    })
    expect(new URL(inBody.headers.get('location')!).origin).toBe(env().AUTH_URL)
    for (const line of inBody.headers.getSetCookie()) expect(line.length).toBeLessThanOrEqual(4096)
  })

  it('a foreign Origin is refused', async () => {
    const request = new NextRequest(url(id, 'signout'), {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    })
    expect((await handlers(id).POST(request)).status).toBe(403)
  })

  it.each(['nothing', 'signin/other', 'callback/none', 'signin/none', 'webauthn-options/generic'])(
    '%s is closed',
    async (action) => {
      expect((await authjs('GET', action)).status).toBe(404)
    },
  )

  it('a GET starts no flow, and an answer that nobody asked for is none', async () => {
    const provider = addAnotherProvider()
    const started = await authjs('GET', `signin/${provider}`)
    expect(new URL(started.headers.get('location')!).pathname).toBe('/sign-in')
    const answered = await authjs('GET', `callback/${provider}?code=x&state=y`)
    expect(new URL(answered.headers.get('location')!).pathname).toBe('/sign-in')
    expect((await authjs('POST', `callback/${provider}?code=x`, {})).status).toBe(404)
    expect(jar.get(sessionCookie(id))).toBeUndefined()
  })

  it('in an outage Auth.js alone would say "signed out"; here it is 503, and no cookie is touched', async () => {
    await signInThere()
    const before = jar.get(sessionCookie(id))
    const { csrfToken } = (await (await authjs('GET', 'csrf')).json()) as { csrfToken: string }
    await duringOutage(async () => {
      const signOutAnswer = await authjs('POST', 'signout', { csrfToken })
      expect(signOutAnswer.status).toBe(503)
      expect(signOutAnswer.headers.getSetCookie()).toEqual([])
      expect((await update({})).status).toBe(503)
      const read = await authjs('GET', 'session')
      expect(read.status).toBe(id === 'database' ? 503 : 200)
    })
    expect(jar.get(sessionCookie(id))).toBe(before)
    expect(await agree()).not.toBeNull()
  })
})
