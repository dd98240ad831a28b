import { exportJWK } from 'jose'
import { byStrategy, isTokenStrategy, strategies, strategyIds, type StrategyId } from '@/lib/strategies'
import type { App } from '../../e2e/support/app'
import { BoundBrowser } from '../../e2e/support/dbsc'
import { BoundClient } from '../../e2e/support/dpop'
import { bearing, signedIn, tokensOf, type Person } from '../../e2e/support/people'
import type { Plan } from '../load'
import type { Variant } from './variant'

/** This app: each strategy on the same tiny route, and the same route without a question. */

const paths = {
  me: '/api/bench/me',
  none: '/api/bench/none',
  publicPage: '/bench/public',
  protectedPage: '/bench/protected',
  find: '/api/bench/prisma-find',
  raw: '/api/bench/prisma-raw',
} as const

const fixed = (headers: Record<string, string>): Plan => ({ kind: 'fixed', headers })

/** What somebody sends who signed in under a strategy. @param path that a proof is for */
export async function signInTo(app: App, person: Person, strategy: StrategyId, path: string): Promise<Plan> {
  const { proof } = strategies[strategy]
  if (isTokenStrategy(strategy) && proof === 'each-request') {
    const { tokens, key } = await BoundClient.signIn(app, person)
    const privateJwk = await exportJWK(key.privateKey)
    const url = app.origin + path
    return { kind: 'dpop', accessToken: tokens.access_token, url, privateJwk, publicJwk: key.publicJwk }
  }
  if (isTokenStrategy(strategy))
    return fixed(bearing((await tokensOf(app, person, { strategy })).access_token))
  const { client } =
    proof === 'never'
      ? { client: await signedIn(app, person, strategy) }
      : await BoundBrowser.bound(app, person)
  const [name, value] = [...client.jar].find(([name]) => name.endsWith(`session.${strategy}`)) ?? []
  return fixed({ cookie: `strategy=${strategy}; ${name}=${value}` })
}

/** @param person with the id that the answers must have */
export function variantsOfApp(app: App, person: Person & { id: string }) {
  const origin = app.url
  const asking = (strategy: StrategyId): Variant => ({
    name: strategy,
    path: paths.me,
    origin,
    signIn: () => signInTo(app, person, strategy, paths.me),
    expectedId: async () => person.id,
    refusedWith: 401,
  })
  const asked = byStrategy(strategyIds, asking)
  const notAsking = (name: string, path: string, signIn: Variant['signIn']): Variant => ({
    name,
    path,
    origin,
    signIn,
    expectedId: null,
    refusedWith: null,
  })
  const lookingUp = (name: string, path: string): Variant => ({
    name,
    path,
    origin,
    signIn: asked.database,
    expectedId: async () => person.id,
    refusedWith: 401,
  })
  return {
    strategies: Object.values(asked),
    /** the same headers, and nobody is asked for */
    none: strategyIds.map((id) => notAsking(`none, headers of ${id}`, paths.none, asked[id])),
    /** what differs from its twin is the noise of the machine */
    again: notAsking('none, headers of jwt, again', paths.none, asked.jwt),
    lookups: [lookingUp("Prisma's look-up", paths.find), lookingUp('raw SQL through Prisma', paths.raw)],
    pages: [
      notAsking('public page', paths.publicPage, asked.database),
      notAsking('public page, nobody signed in', paths.publicPage, async () => fixed({})),
      {
        name: 'protected page',
        path: paths.protectedPage,
        origin,
        signIn: asked.database,
        expectedId: null,
        refusedWith: 307,
      } satisfies Variant,
    ],
  }
}
