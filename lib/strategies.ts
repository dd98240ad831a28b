/**
 * The table of strategies: plain data, safe in a browser, imports nothing. Everything that lists strategies derives from
 * it, and code branches on these traits. How a strategy works is known to its folder in `lib/auth/strategies` alone.
 */

/** What is to be known of a strategy from outside. The contract suite holds each strategy to all of it. */
export type Traits = {
  /** for people, everywhere */
  name: string
  /** the same within a sentence: "a database session", "the bearer token" */
  noun: string
  /** one sentence for people who choose between strategies */
  hint: string
  /** what brings the credential with a request: the browser by itself, or a program on purpose */
  carrier: 'cookie' | 'header'
  /** when the server looks at the state that it keeps */
  lookup: 'each-request' | 'each-renewal'
  /**
   * what the client holds; with a signed JWT comes a refresh token, and a signed reference names a session and says until
   * when it may be used
   */
  credential: 'opaque' | 'signed-reference' | 'encrypted-jwt' | 'signed-jwt'
  /** whether a revoked credential is refused at its next request, rather than at its next renewal */
  endsAtOnce: boolean
  /** when the client shows that it has a key which the credential is bound to; never: a copy is as good as the original */
  proof: 'never' | 'each-request' | 'each-renewal'
}

/** In the order in which they are shown, everywhere: what travels in cookies, then what travels in a header. */
export const strategies = {
  database: {
    name: 'Database session',
    noun: 'database session',
    hint: 'The server looks you up at every request.',
    carrier: 'cookie',
    lookup: 'each-request',
    credential: 'opaque',
    endsAtOnce: true,
    proof: 'never',
  },
  jwt: {
    name: 'JWT',
    noun: 'JWT',
    hint: 'Your browser carries the proof, renewed every few minutes.',
    carrier: 'cookie',
    lookup: 'each-renewal',
    credential: 'encrypted-jwt',
    endsAtOnce: false,
    proof: 'never',
  },
  dbsc: {
    name: 'Device-bound session',
    noun: 'device-bound session',
    hint: 'A cookie of minutes, renewed by a key that never leaves your device.',
    carrier: 'cookie',
    lookup: 'each-request',
    credential: 'signed-reference',
    endsAtOnce: true,
    proof: 'each-renewal',
  },
  bearer: {
    name: 'Bearer token',
    noun: 'bearer token',
    hint: 'Good by itself until it expires: nobody looks it up.',
    carrier: 'header',
    lookup: 'each-renewal',
    credential: 'signed-jwt',
    endsAtOnce: false,
    proof: 'never',
  },
  hybrid: {
    name: 'Hybrid',
    noun: 'hybrid',
    hint: 'Names a session that every request looks up.',
    carrier: 'header',
    lookup: 'each-request',
    credential: 'signed-jwt',
    endsAtOnce: true,
    proof: 'never',
  },
  dpop: {
    name: 'DPoP token',
    noun: 'DPoP token',
    hint: 'Good only with a key that never leaves the client.',
    carrier: 'header',
    lookup: 'each-renewal',
    credential: 'signed-jwt',
    endsAtOnce: false,
    proof: 'each-request',
  },
} as const satisfies Record<string, Traits>

/** Every way of staying signed in that this app knows. */
export type StrategyId = keyof typeof strategies

/** The strategies whose traits are those of `Wanted`. */
type IdsWith<Wanted extends Partial<Traits>> = {
  [Id in StrategyId]: (typeof strategies)[Id] extends Wanted ? Id : never
}[StrategyId]

/** The strategies that travel in a cookie: what the toggle chooses between. */
export type CookieStrategyId = IdsWith<{ carrier: 'cookie' }>

/** The strategies that travel in an Authorization header. */
export type TokenStrategyId = IdsWith<{ carrier: 'header' }>

/** Every id, in the order of the table. */
export const strategyIds = Object.keys(strategies) as StrategyId[]

/** The ids whose traits are all those of `wanted`, in the order of the table. `idsBy({})` are all of them. */
export const idsBy = <const Wanted extends Partial<Traits>>(wanted: Wanted): IdsWith<Wanted>[] =>
  strategyIds.filter((id): id is IdsWith<Wanted> =>
    Object.entries(wanted).every(([trait, value]) => strategies[id][trait as keyof Traits] === value),
  )

export const cookieStrategyIds = idsBy({ carrier: 'cookie' })
export const tokenStrategyIds = idsBy({ carrier: 'header' })

/** The strategies whose credential is bound to a key of the client. */
export const isBound = (id: StrategyId) => strategies[id].proof !== 'never'

/** What a client gets that asks for a token and does not say of which strategy. */
export const defaultTokenStrategy = 'bearer' satisfies TokenStrategyId

/** The same, where the client came with a proof of possession: it wants tokens that are bound to its key (RFC 9449 §5). */
export const tokenStrategyFor = (presented: { proof?: unknown }): TokenStrategyId =>
  (presented.proof === undefined ? undefined : idsBy({ carrier: 'header', proof: 'each-request' })[0]) ??
  defaultTokenStrategy

/**
 * What a page gets that asks for a token beside its cookie. Each request looks up the session that it names, so that
 * whatever ends the session ends the token; and the page has no key that it could be bound to.
 */
export const pageTokenStrategy = 'hybrid' satisfies IdsWith<{
  carrier: 'header'
  lookup: 'each-request'
  proof: 'never'
}>

/**
 * The strategies that Auth.js has as well, by the names that it gives them: for each there is an instance of it, with
 * routes below `/api/auth/{id}`. A further strategy in a cookie is none of them.
 */
export const authjsStrategyIds = ['database', 'jwt'] as const satisfies CookieStrategyId[]
export type AuthjsStrategyId = (typeof authjsStrategyIds)[number]

/** The instance of Auth.js that asks providers for a strategy: its own, or for a further one that with session rows. */
export const authjsInstanceOf = (id: CookieStrategyId): AuthjsStrategyId =>
  isAuthjsStrategy(id) ? id : 'database'

/** Has Auth.js an instance for it? False also for what is no strategy at all. */
export const isAuthjsStrategy = (id: unknown): id is AuthjsStrategyId =>
  (authjsStrategyIds as readonly unknown[]).includes(id)

/** Does it travel in a cookie? False also for what is no strategy at all. */
export const isCookieStrategy = (id: unknown): id is CookieStrategyId =>
  (cookieStrategyIds as unknown[]).includes(id)

/** Does it travel in an Authorization header? False also for what is no strategy at all. */
export const isTokenStrategy = (id: unknown): id is TokenStrategyId =>
  (tokenStrategyIds as unknown[]).includes(id)

/** One value for each strategy, in the order of the table. */
export const byStrategy = <Id extends StrategyId, Value>(ids: readonly Id[], valueOf: (id: Id) => Value) =>
  Object.fromEntries(ids.map((id) => [id, valueOf(id)])) as Record<Id, Value>
