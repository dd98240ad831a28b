import type { App } from '../app'
import { Client } from '../client'
import type { AuthjsStrategyId } from '@/lib/strategies'
import { signInAt } from '../oidc'
import { authjsStrategies, strategyFor } from '../people'
import { until } from '../until'
import type { HostileProvider } from '.'
import type { Endpoint } from './endpoints'
import type { Faults } from './faults'
import { expectRefusal, expectSignedIn, note } from './refusal'
import { expect, test } from './hostile-provider-test'

type Before = (provider: HostileProvider, app: App) => unknown

/** Where a fault shows: a refusal that came before the app asked there would say nothing. */
const shownAt: Record<keyof Faults, Endpoint> = {
  discovery: 'discovery',
  jwks: 'jwks',
  token: 'token',
  userinfo: 'userinfo',
  authorization: 'authorization',
  idToken: 'token',
  sign: 'token',
}

function expectMet(provider: HostileProvider, faults: Faults) {
  for (const fault of Object.keys(faults) as (keyof Faults)[])
    expect(
      provider.asked(shownAt[fault]).length,
      `the app asked for what is wrong: ${fault}`,
    ).toBeGreaterThan(0)
  expect(provider.strays(), 'nothing else was asked for').toEqual([])
}

/** Whole sign-ins at the faulty provider, under the strategies at once: each is refused. */
export async function expectRefusals(
  app: App,
  provider: HostileProvider,
  faults: Faults,
  under: readonly AuthjsStrategyId[] = authjsStrategies,
) {
  provider.state.faults = faults
  const signIn = (strategy: AuthjsStrategyId) => (client: Client) =>
    signInAt(provider.issuer, client, strategy)
  await Promise.all(under.map((strategy) => expectRefusal(app, strategy, signIn(strategy))))
  expectMet(provider, faults)
  if (Object.keys(faults).join() === 'discovery')
    expect(provider.asked('authorization'), 'nobody is sent to it').toEqual([])
}

function refusesUnder(under: readonly AuthjsStrategyId[], attack: string, faults: Faults, before?: Before) {
  for (const strategy of under)
    test(`${strategy}: ${attack}`, async ({ app, provider, rows }) => {
      await before?.(provider, app)
      const had = await rows()
      await expectRefusals(app, provider, faults, [strategy])
      expect(await rows()).toEqual(had)
    })
}

/**
 * A test: a sign-in with these faults is refused and leaves nothing behind. Under one strategy, because none has a part
 * in it: `lib/oidc` judges what a provider says and is not told the strategy.
 * @param before what happens first
 */
export const refuses = (attack: string, faults: Faults, before?: Before) =>
  refusesUnder([strategyFor(attack)], attack, faults, before)

/** A test for each strategy, of the same. Every clause has one such case; so has every fault that Auth.js finds, for there
 *  is an instance of it for each strategy. */
export const refusesUnderEach = (attack: string, faults: Faults, before?: Before) =>
  refusesUnder(authjsStrategies, attack, faults, before)

/** The same for an answer that never ends: one test, the strategies at once; the log says that the time was over. */
export function refusesInTime(attack: string, faults: Faults, before?: Before) {
  test(attack, async ({ app, provider, rows }) => {
    await before?.(provider, app)
    const had = await rows()
    await expectTimeouts(app, authjsStrategies.length, () => expectRefusals(app, provider, faults))
    expect(await rows()).toEqual(had)
  })
}

/** The app gives up so many times during `work`, as its log says: nothing else ends what the provider never ends. */
export async function expectTimeouts(app: App, count: number, work: () => Promise<unknown>) {
  const from = app.log().length
  await work()
  const seen = () => app.log().slice(from).split('no answer in time').length - 1
  await until(`${count} times "no answer in time" in the log`, () => seen() >= count)
  expect(seen()).toBe(count)
}

/** A test for each strategy: this is unusual, but right, and signs the person in. */
export function accepts(what: string, faults: Faults, before?: Before) {
  for (const strategy of authjsStrategies)
    test(`${strategy}: ${what}`, async ({ app, provider }) => {
      await before?.(provider, app)
      provider.state.faults = faults
      const client = new Client(app)
      const from = performance.now()
      const answer = await signInAt(provider.issuer, client, strategy)
      const { user } = await expectSignedIn(app, client, strategy, answer)
      const milliseconds = Math.round(performance.now() - from)
      expect(user.email).toBe(provider.state.person.email)
      expectMet(provider, faults)
      note({ observed: 'signed in', sentence: '', milliseconds })
    })
}
