import 'server-only'
import NextAuth from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import { sessionCookie } from '../parts/cookie'
import { lifetimes } from '../parts/lifetimes'
import { renew } from '../renew'
import { signOut } from '../sign-out'
import { strategies } from '../strategies'
import { shared, sharedCallbacks } from './config'
import { establishedCredential } from './established'
import type { Flow } from './flow'
import { hook, scope } from './scope'
import { sessionDto } from './session'

/**
 * Auth.js with its own JWT sessions, the tokens sealed and opened by the jwt strategy. Auth.js would renew at every
 * read of `/session` without looking at any state; here a read hands the same token back. `/api/renew` renews, and so
 * does `POST /session`, which is what `update()` of next-auth/react asks for: what the client sends with it is not read.
 */
export const jwtInstance = (flow: Flow | null) =>
  NextAuth({
    ...shared('jwt', flow),
    session: { strategy: 'jwt', maxAge: lifetimes().jwtSeconds },
    jwt: { encode: () => hook(() => sealedToken()), decode: () => hook(() => openedToken()) },
    callbacks: {
      redirect: sharedCallbacks.redirect,
      signIn: sharedCallbacks.signIn,
      jwt: ({ token, trigger }) => (trigger === 'update' ? hook(() => renewedToken(token)) : token),
      session: () => sessionDto(scope().state!),
    },
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

/** @returns null where there is nothing to renew any more: Auth.js answers "signed out", and the cookie is cleared */
async function renewedToken(token: JWT): Promise<JWT | null> {
  const current = scope()
  const { presented, visitor } = current.asking
  const byCookie = { presented: { cookies: presented.cookies, authorization: null }, visitor }
  const { state, cookies } = await renew('jwt', byCookie, current.now)
  if (state.status !== 'authenticated') return null
  current.state = state
  current.cookies = cookies
  return token
}

async function sealedToken(): Promise<string> {
  const { proof, asking } = scope()
  return proof ? establishedCredential('jwt') : (asking.presented.cookies.get(sessionCookie('jwt')) ?? '')
}
