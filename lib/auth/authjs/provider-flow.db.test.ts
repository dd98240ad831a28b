import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startHostileProvider, type HostileProvider } from '@/e2e/support/hostile-provider'
import { without } from '@/e2e/support/hostile-provider/faults'
import { deleteExpired } from '@/lib/accounts/cleanup'
import { verifyEmail, type Person } from '@/lib/accounts'
import { tokenFor } from '@/lib/accounts/testing/account-fixtures'
import { db } from '@/lib/db/prisma-client'
import { authjsStrategyIds, cookieStrategyIds } from '@/lib/strategies'
import { NextRequest } from 'next/server'
import { connectPendingIdentity, pendingIdentities, pendingIdentitiesFor } from '../pending-identity'
import { openFlowsMax } from '../provider-flow'
import { verifySession } from '../read'
import { startSession } from '../start-session'
import { signOut } from '../sign-out'
import { handlers } from './handlers'
import { addAnotherProvider } from '../testing/another-provider'
import { FlowBrowser } from '../testing/flow-browser'
import { duringOutage } from '../testing/outage'
import { makePerson } from '../testing/people'
import type { Session, CookieStrategyId } from '../contract'

/** What the answer of a provider is for, where it leads and whose it is, belongs to the flow. */

const origin = 'http://localhost:3000'
let provider: HostileProvider

beforeAll(async () => {
  provider = await startHostileProvider('confidential')
  Object.assign(process.env, provider.settings, { RATE_LIMIT_SIGN_IN_PER_ADDRESS: '60' })
})
afterAll(() => provider.stop())
beforeEach(async () => {
  provider.reset(origin)
  await db().rateLimit.deleteMany()
})
afterEach(() => vi.useRealTimers())

const later = (minutes: number) =>
  vi.useFakeTimers({ toFake: ['Date'] }).setSystemTime(Date.now() + minutes * 60_000)

const signedIn = async (person: Person, strategy: CookieStrategyId = 'database') => {
  const browser = new FlowBrowser(origin)
  browser.jar.keep((await startSession(person, 'credentials', strategy, browser.jar.ctx(new Date()))).cookies)
  return browser
}
const whoIs = async ({ jar }: FlowBrowser): Promise<Session | null> => {
  const verified = await verifySession(jar.ctx(new Date()))
  return verified.ok ? verified.session : null
}
const emailOf = async (browser: FlowBrowser) => (await whoIs(browser))?.person.email ?? null
const waitingFor = async (person: Person, { jar }: FlowBrowser) =>
  (await pendingIdentitiesFor(person, jar.ctx(new Date()))).map(({ identity }) => identity.email)
const everything = async () => [
  await db().user.count(),
  await db().identity.count(),
  await db().session.count(),
]
const faultIn = (answer: string | number) => new URL(String(answer), origin).searchParams.get('error')

describe.each(cookieStrategyIds)('%s: several flows in one browser', (strategy) => {
  test('ten tabs end where each was meant to, in any order', async () => {
    const browser = new FlowBrowser(origin)
    const paths = Array.from({ length: 10 }, (_, tab) => `/outbox?tab=${tab}&to=a%40b.example#x`)
    const backs: URL[] = []
    for (const callbackUrl of paths)
      backs.push(await browser.untilCallback(provider, { strategy, callbackUrl }))
    for (const tab of [3, 9, 0, 1, 2, 8, 7, 6, 5, 4])
      expect(await browser.comeBack(backs[tab]!)).toBe(paths[tab])
  })

  test('one that fails leaves the other alone', async () => {
    const browser = new FlowBrowser(origin)
    const one = await browser.untilCallback(provider, { strategy })
    const two = await browser.untilCallback(provider, { strategy, callbackUrl: '/admin' })
    one.searchParams.set('code', 'x')
    expect(faultIn(await browser.comeBack(one))).toBe('provider_error')
    expect(await browser.comeBack(two)).toBe('/admin')
  })

  test('a sign-in beside a Connect stays a sign-in, and the Connect of somebody else connects nothing', async () => {
    const ada = await makePerson()
    const browser = await signedIn(ada, strategy)
    const connect = await browser.untilCallback(provider, { intent: 'connect' })
    const signIn = await browser.untilCallback(provider, { strategy, callbackUrl: '/admin' })
    expect(await browser.comeBack(signIn)).toBe('/admin')
    expect(await emailOf(browser)).toBe(provider.state.person.email)
    const had = await everything()
    expect(await browser.comeBack(connect)).toBe('/account?error=connect_other_person')
    expect(await everything()).toEqual(had)
    expect(await waitingFor(ada, browser)).toEqual([])
  })
})

test.each(authjsStrategyIds)(
  '%s: our button needs no token of Auth.js, its public route refuses without one',
  async (strategy) => {
    const browser = new FlowBrowser(origin)
    await browser.untilCallback(provider, { strategy })
    const begun = await db().providerFlow.count()
    const url = `${origin}/api/auth/${strategy}/signin/generic`
    const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' }
    for (const form of [{}, { csrfToken: 'x' }, { csrfToken: 'x', isOurs: 'true' }]) {
      const body = new URLSearchParams({ callbackUrl: '/', ...form }).toString()
      const answer = await handlers(strategy).POST(new NextRequest(url, { method: 'POST', headers, body }))
      expect(faultIn(answer.headers.get('location') ?? '')).toBe('MissingCSRF')
    }
    expect(await db().providerFlow.count()).toBe(begun)
  },
)

describe('connecting', () => {
  test('waits for the word of the person who began it, whoever else signs in', async () => {
    const [ada, grace] = [await makePerson(), await makePerson()]
    const browser = await signedIn(ada)
    const back = await browser.untilCallback(provider, { intent: 'connect', callbackUrl: '/account' })
    expect(await browser.comeBack(back)).toBe('/account')
    expect(await waitingFor(grace, browser)).toEqual([])
    expect(await waitingFor(ada, browser)).toEqual([provider.state.person.email])
    const [{ id } = { id: '' }] = await pendingIdentities(browser.jar.ctx(new Date()))
    const asGrace = { ...(await whoIs(browser))!, person: grace }
    expect(await connectPendingIdentity(asGrace, id, browser.jar.ctx(new Date()))).toMatchObject({
      code: 'nothing_pending',
    })
    expect(await connectPendingIdentity((await whoIs(browser))!, id, browser.jar.ctx(new Date()))).toEqual({
      ok: true,
    })
    expect(await waitingFor(ada, browser)).toEqual([])
  })

  test('after ten minutes it is nothing at all: no account, no session, and the person is told', async () => {
    const browser = await signedIn(await makePerson())
    const back = await browser.untilCallback(provider, { intent: 'connect' })
    const had = await everything()
    later(12)
    expect(await browser.comeBack(back)).toBe('/account?error=took_too_long')
    expect(await everything()).toEqual(had)
    expect(provider.asked('token')).toEqual([])
  })

  test('whose person signed out meanwhile does not become a sign-in', async () => {
    const browser = await signedIn(await makePerson())
    const back = await browser.untilCallback(provider, { intent: 'connect' })
    browser.jar.keep(await signOut(undefined, browser.jar.ctx(new Date())))
    const had = await everything()
    expect(faultIn(await browser.comeBack(back))).toBe('connect_signed_out')
    expect(await everything()).toEqual(had)
    expect(provider.asked('token')).toEqual([])
  })

  test('needs somebody to be signed in when it begins', async () => {
    const answer = await new FlowBrowser(origin).begin({ intent: 'connect' })
    expect(answer.headers.get('location')).toBe(
      `${origin}/sign-in?error=connect_signed_out&callbackUrl=%2Faccount`,
    )
  })

  test('a jwt that was about to end is renewed first, so that it outlasts the flow', async () => {
    const browser = await signedIn(await makePerson(), 'jwt')
    later(8)
    const begun = await browser.begin({ intent: 'connect', strategy: 'jwt' })
    later(9)
    expect(await browser.comeBack(await browser.goOn(provider, begun))).toBe('/account')
  })

  test('what waits is gone with the person who signs out', async () => {
    const ada = await makePerson()
    const browser = await signedIn(ada)
    await browser.comeBack(await browser.untilCallback(provider, { intent: 'connect' }))
    await signOut(undefined, browser.jar.ctx(new Date()))
    expect(await waitingFor(ada, browser)).toEqual([])
  })
})

test('signing in again as somebody else than the person who began it changes nothing', async () => {
  const browser = await signedIn(await makePerson())
  const before = await emailOf(browser)
  const back = await browser.untilCallback(provider, { intent: 'again' })
  const had = await everything()
  expect(await browser.comeBack(back)).toBe('/account?error=another_person')
  expect([await emailOf(browser), await everything()]).toEqual([before, had])
})

describe.each(authjsStrategyIds)('%s: one sentence for each cause', (strategy) => {
  const other = authjsStrategyIds.find((id) => id !== strategy)!

  test('an answer that this browser did not ask for', async () => {
    const another = addAnotherProvider()
    const browser = new FlowBrowser(origin)
    const back = await browser.untilCallback(provider, { strategy, callbackUrl: '/admin' })
    const changed = (change: (url: URL) => void) => {
      const url = new URL(back)
      change(url)
      return url
    }
    const answers = [
      changed((url) => url.searchParams.set('state', 'junk')),
      changed((url) => url.searchParams.delete('state')),
      changed((url) => url.searchParams.append('state', 'another')),
      changed((url) => (url.pathname = url.pathname.replace('generic', another))),
      changed((url) => (url.pathname = url.pathname.replace(strategy, other))),
    ]
    for (const answer of answers) expect(faultIn(await browser.comeBack(answer))).toBe('begun_elsewhere')
    expect(faultIn(await new FlowBrowser(origin).comeBack(back))).toBe('begun_elsewhere')
    const somebody = new FlowBrowser(origin)
    await somebody.begin()
    expect(faultIn(await somebody.comeBack(back))).toBe('begun_elsewhere')
    expect(provider.asked('token')).toEqual([])
    expect(await browser.comeBack(back)).toBe('/admin')
    for (const answer of answers) expect(await browser.comeBack(answer)).toBe('/account')
  })

  test('Back, or the callback opened twice: on to where it was going; begin again for who is signed out', async () => {
    const browser = new FlowBrowser(origin)
    const back = await browser.untilCallback(provider, { strategy, callbackUrl: '/admin' })
    await browser.comeBack(back)
    expect(await browser.comeBack(back)).toBe('/admin')
    browser.jar.keep(await signOut(undefined, browser.jar.ctx(new Date())))
    expect(await browser.comeBack(back)).toBe('/sign-in?error=used_already&callbackUrl=%2Fadmin')
  })

  test('the callback opened twenty times at once signs in once', async () => {
    const browser = new FlowBrowser(origin)
    const back = await browser.untilCallback(provider, { strategy })
    const before = await db().session.count()
    const copies = Array.from({ length: 20 }, () => new FlowBrowser(origin, browser.jar.copy()))
    const answers = await Promise.all(copies.map((copy) => copy.comeBack(back)))
    expect(answers.filter((answer) => answer === '/account')).toHaveLength(1)
    expect(answers.filter((answer) => faultIn(answer) === 'used_already')).toHaveLength(19)
    expect(await db().session.count()).toBe(before + 1)
    expect(provider.asked('token')).toHaveLength(1)
  })

  test('ten minutes are over', async () => {
    const browser = new FlowBrowser(origin)
    const back = await browser.untilCallback(provider, { strategy, callbackUrl: '/admin' })
    later(10)
    expect(await browser.comeBack(back)).toBe('/sign-in?error=took_too_long&callbackUrl=%2Fadmin')
  })

  test.each([
    ['access_denied', 'OAuthCallbackError'],
    ['temporarily_unavailable', 'provider_unavailable'],
    ['server_error', 'provider_unavailable'],
    ['login_required', 'provider_error'],
  ])('the provider says %s', async (error, fault) => {
    provider.state.faults = { authorization: ({ state = '', iss = '' }) => ({ state, iss, error }) }
    const browser = new FlowBrowser(origin)
    expect(faultIn(await browser.comeBack(await browser.untilCallback(provider, { strategy })))).toBe(fault)
  })

  test.each([
    ['500', 'provider_unavailable'],
    ['dead', 'provider_unavailable'],
  ] as const)('its token endpoint is %s', async (token, fault) => {
    const browser = new FlowBrowser(origin)
    const back = await browser.untilCallback(provider, { strategy })
    provider.state.faults = { token }
    expect(faultIn(await browser.comeBack(back))).toBe(fault)
  })

  test('only an answer that failed verification is not believed', async () => {
    provider.state.faults = { idToken: without('nonce') }
    const browser = new FlowBrowser(origin)
    const back = await browser.untilCallback(provider, { strategy })
    expect(faultIn(await browser.comeBack(back))).toBe('provider_refused')
  })

  test('the database away: a 503 page, nothing spent, and the same callback is good afterwards', async () => {
    const browser = new FlowBrowser(origin)
    const back = await browser.untilCallback(provider, { strategy, callbackUrl: '/admin' })
    const [begun, answered] = await duringOutage(async () => [
      await browser.begin({ strategy }),
      await browser.open(back),
    ])
    for (const { status, headers } of [begun, answered])
      expect([status, headers.get('content-type'), headers.getSetCookie()]).toEqual([
        503,
        'text/html; charset=utf-8',
        [],
      ])
    expect(await browser.comeBack(back)).toBe('/admin')
  })
})

test('HEAD spends nothing', async () => {
  const browser = new FlowBrowser(origin)
  const back = await browser.untilCallback(provider)
  const { NextRequest } = await import('next/server')
  const { handlers } = await import('./handlers')
  expect((await handlers('database').HEAD(new NextRequest(back, { method: 'HEAD' }))).status).toBe(405)
  expect(await browser.comeBack(back)).toBe('/account')
})

describe('rows are bounded', () => {
  test('in one browser the oldest flow goes first', async () => {
    const browser = new FlowBrowser(origin)
    await db().providerFlow.deleteMany()
    const first = await browser.untilCallback(provider)
    for (let more = 0; more < openFlowsMax; more++) await browser.begin()
    expect(await db().providerFlow.count()).toBe(openFlowsMax)
    expect(faultIn(await browser.comeBack(first))).toBe('begun_elsewhere')
  })

  test('for one client network, however many browsers it pretends to be; what was finished does not count', async () => {
    for (let done = 0; done < 3; done++) {
      const browser = new FlowBrowser(origin)
      await browser.comeBack(await browser.untilCallback(provider))
    }
    const answers: (string | null)[] = []
    for (let more = 0; more < 62; more++)
      answers.push((await new FlowBrowser(origin).begin()).headers.get('location'))
    expect(answers.filter((location) => location === null)).toHaveLength(60)
    expect(answers.at(-1)).toBe(`${origin}/sign-in?error=rate_limited&callbackUrl=%2Faccount`)
  })

  test('what has ended is deleted', async () => {
    await new FlowBrowser(origin).begin()
    await deleteExpired(new Date(Date.now() + 10 * 60_000))
    expect(await db().providerFlow.count()).toBe(0)
  })
})

describe('an address that the provider does not vouch for', () => {
  const asked = async () => {
    provider.state.person = { ...provider.state.person, email_verified: false }
    const browser = new FlowBrowser(origin)
    const back = await browser.untilCallback(provider, { callbackUrl: '/admin' })
    expect(await browser.comeBack(back)).toBe('/sign-in?notice=confirmation_sent&callbackUrl=%2Fadmin')
    return { browser, token: await tokenFor(String(provider.state.person.email)) }
  }
  const confirm = async (token: string, { jar }: FlowBrowser) => {
    const identities = (await pendingIdentities(jar.ctx(new Date()))).map(({ identity }) => identity)
    return verifyEmail({ token, identities }, jar.ctx(new Date()).visitor, new Date())
  }

  test('the link is good for as long as the mail says, and then the button signs in', async () => {
    const { browser, token } = await asked()
    later(23.9 * 60)
    expect(await confirm(token, browser)).toMatchObject({ ok: true, provider: 'generic' })
    const back = await browser.untilCallback(provider, { callbackUrl: '/admin' })
    expect(await browser.comeBack(back)).toBe('/admin')
    expect(await emailOf(browser)).toBe(provider.state.person.email)
  })

  test('afterwards both have ended: the link, and what waited for it', async () => {
    const { browser, token } = await asked()
    later(24 * 60)
    expect(await confirm(token, browser)).toEqual({ ok: false, code: 'invalid_code' })
    expect(await pendingIdentities(browser.jar.ctx(new Date()))).toEqual([])
  })

  test('in another browser it says what to do there, and then it works', async () => {
    const { token } = await asked()
    const other = new FlowBrowser(origin)
    expect(await confirm(token, other)).toEqual({ ok: false, code: 'confirm_elsewhere' })
    await other.comeBack(await other.untilCallback(provider))
    expect(await confirm(token, other)).toMatchObject({ ok: true, provider: 'generic' })
  })
})
