/**
 * One client of the API, for pages, programs and tests. Safe in a browser: of lib/api-schema it takes
 * types alone.
 */
export { createClient, type ApiClient, type ApiAnswerOf } from './client'
export { CookieJar } from './cookie-jar'
export { exchange, type Content, type Exchange } from './exchange'
export type { OAuthError, Problem } from './operations'
export { Prover } from './prover'
export {
  ownCookie,
  StrategyClient,
  type Credentials,
  type Reading,
  type Renewed,
  type Tokens,
} from './strategy-client'
export {
  browserTransport,
  nodeTransport,
  type Fetch,
  type Transport,
  type TransportRequest,
} from './transport'
