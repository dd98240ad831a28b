import 'server-only'
import type { TokenStrategy } from '../../contract'
import { sessionOfToken } from '../../parts/access-token'
import { lifetimes } from '../../parts/lifetimes'
import { start, issueTokens } from './issue'
import { verify, read } from './read'

/** The client holds a signed JWT and a refresh token; the server looks at its own state only when it is refreshed. */
export const bearer: TokenStrategy = {
  id: 'bearer',
  traits: {
    holds: 'A signed JWT and a refresh token',
    carriedBy: 'An Authorization header',
    lookedUp: 'At each renewal, not between',
    endsAtOnce: false,
    credentialSeconds: () => lifetimes().accessTokenSeconds,
    idleSeconds: () => lifetimes().refreshAbsoluteSeconds,
  },
  read,
  verify,
  start,
  issueTokens,
  sessionIdOf: sessionOfToken,
}
