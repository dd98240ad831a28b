import 'server-only'
import NextAuth from 'next-auth'
import { sessionCookie } from '../parts/cookie'
import { lifetimes } from '../parts/lifetimes'
import { signOut } from '../sign-out'
import { strategies } from '../strategies'
import { shared, sharedCallbacks } from './config'
import { establishedCredential } from './established'
import type { Flow } from './flow'
import { hook, scope } from './scope'
import { sessionDto } from './session'

/**
 * Auth.js with its own JWT sessions, the tokens sealed and opened by the jwt strategy. Auth.js would renew at every
 * read of `/session` without looking at any state; here a read hands the same token back, and only `/api/renew` renews.
 */
export const jwtInstance = (flow: Flow | null) =>
  NextAuth({
    ...shared('jwt', flow),
    session: { strategy: 'jwt', maxAge: lifetimes().jwtSeconds },
    jwt: { encode: () => hook(() => sealedToken()), decode: () => hook(() => openedToken()) },
    callbacks: { ...sharedCallbacks, session: () => sessionDto(scope().state!) },
    events: {
      signOut: () => hook(async ({ asking, now }) => void (await signOut('jwt', asking, now))),
    },
  })

async function openedToken() {
  const current = scope()
  const reading = await strategies.jwt.read(current.asking.presented, current.now)
  if (!('state' in reading)) return null
  current.state = reading.state
  return { sub: reading.state.user.id }
}

async function sealedToken(): Promise<string> {
  const { proof, asking } = scope()
  return proof ? establishedCredential('jwt') : (asking.presented.cookies.get(sessionCookie('jwt')) ?? '')
}
