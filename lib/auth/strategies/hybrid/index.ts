import 'server-only'
import type { TokenStrategy } from '../../contract'
import { sessionOfToken } from '../../parts/access-token'
import { lifetimes } from '../../parts/lifetimes'
import { start, issueTokens } from './issue'
import { verify, read } from './read'

/** The client holds a signed JWT and a refresh token; the server looks up the session that it names at each request. */
export const hybrid: TokenStrategy = {
  id: 'hybrid',
  traits: {
    holds: 'A signed JWT and a refresh token',
    carriedBy: 'An Authorization header',
    lookedUp: 'At every request',
    endsAtOnce: true,
    credentialSeconds: () => lifetimes().accessTokenSeconds,
    idleSeconds: () => lifetimes().idleSeconds,
  },
  read,
  verify,
  start,
  issueTokens,
  sessionIdOf: sessionOfToken,
}
