import 'server-only'
import { isCookieStrategy, type StrategyId } from '@/lib/strategies'
import type { Answers } from './questions'

/**
 * A client of an OpenID Provider. PKCE is used by both: that is where we are stricter than is usual.
 * @see RFC 9700 §2.1.1
 */
export type OAuthClientType =
  | { client: 'confidential'; secret: true; name: 'Authorization Code Flow' }
  | { client: 'public'; secret: false; name: 'Authorization Code Flow with PKCE' }

const confidential: OAuthClientType = {
  client: 'confidential',
  secret: true,
  name: 'Authorization Code Flow',
}
const publicClient: OAuthClientType = {
  client: 'public',
  secret: false,
  name: 'Authorization Code Flow with PKCE',
}

/** Where the code runs decides. As long as nobody said: who holds a token signs in for itself. */
export function clientTypeFor(answers: Answers, strategy: StrategyId): OAuthClientType {
  if (answers.client === 'server') return confidential
  if (answers.client === 'device') return publicClient
  return isCookieStrategy(strategy) ? confidential : publicClient
}
