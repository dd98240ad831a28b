import 'server-only'
import NextAuth from 'next-auth'
import { lifetimes } from '../parts/lifetimes'
import { adapter } from './adapter'
import { shared, sharedCallbacks } from './config'
import { startedSessionCredential } from './established'
import type { ProviderRequest } from './provider-request'
import { hook } from './call-context'
import { sessionDto } from './session-dto'

/**
 * Auth.js with database sessions and credentials, which it does not support by itself: after a password it encodes
 * a JWT into the session cookie. `encode` is used for nothing else here, so it makes the session row instead and
 * returns its opaque token. See docs/decisions/001. After a provider it asks the adapter.
 */
export const databaseInstance = (flow: ProviderRequest | null) =>
  NextAuth({
    ...shared('database', flow),
    adapter: adapter(),
    session: {
      strategy: 'database',
      maxAge: lifetimes().idleSeconds,
      updateAge: lifetimes().activitySeconds,
    },
    jwt: { encode: () => hook(() => startedSessionCredential('database')), decode: () => null },
    callbacks: { ...sharedCallbacks, session: ({ session }) => sessionDto(session.state) },
  })
