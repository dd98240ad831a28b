/**
 * One client of the API, for pages, the lab, the command line and the tests. Safe in a browser: of lib/api-schema it takes
 * types alone.
 */
export { createClient, type ApiClient, type Outcome, type OutcomeOf } from './client'
export { CookieJar, parseSetCookie } from './cookie-jar'
export { exchange, type Content, type Exchange } from './exchange'
export type { Api, OAuthError, Operation, Problem } from './operations'
export {
  isTokenStrategy,
  ownCookie,
  StrategyClient,
  type Credentials,
  type Reading,
  type Tokens,
} from './strategy-client'
export { browserTransport, nodeTransport, type Fetch, type Transport } from './transport'
