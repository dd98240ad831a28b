import 'server-only'
import type { Authenticated } from '../contract'

declare module 'next-auth' {
  interface Session {
    state: Authenticated
  }
}

/** What `/session` shows: a fixed shape. Without it Auth.js would send the whole user row, password hash included. */
export function sessionDto({
  user,
  strategy,
  provider,
  authenticatedAt,
  expiresAt,
  absoluteExpiresAt,
}: Authenticated) {
  return { user, expires: expiresAt, strategy, provider, authenticatedAt, absoluteExpiresAt }
}
