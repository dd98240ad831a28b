import 'server-only'
import type { CookieStrategy } from '../../contract'
import { lifetimes } from '../../parts/lifetimes'
import { adopt } from './adopt'
import { forget } from './cookie'
import { extend } from './extend'
import { issue } from './issue'
import { confirm, read, sessionIdOf } from './read'

/** The client holds an encrypted JWT; the server looks at its own state only when the JWT is renewed. */
export const jwt: CookieStrategy = {
  id: 'jwt',
  claims: {
    holds: 'An encrypted JWT',
    carriedBy: 'An HttpOnly cookie',
    lookedUp: 'At each renewal, not between',
    endsAtOnce: false,
    credentialSeconds: () => lifetimes().jwtSeconds,
    idleSeconds: () => lifetimes().jwtSeconds,
  },
  read,
  confirm,
  issue,
  adopt,
  extend,
  sessionIdOf,
  forget,
}
