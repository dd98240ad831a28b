import 'server-only'
import NextAuth from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import { sessionCookie } from '../parts/cookie'
import { lifetimes } from '../parts/lifetimes'
import { renew } from '../renew'
import { signOut } from '../sign-out'
import { strategies } from '../strategies'
import { shared, sharedCallbacks } from './config'
import { startedSessionCredential } from './established'
import type { ProviderRequest } from './provider-request'
import { hook, callContext } from './call-context'
import { sessionDto } from './session-dto'

/**
 * Auth.js with its own JWT sessions, the tokens sealed and opened by the jwt strategy. Auth.js would renew at every
 * read of `/session` without looking at any state; here a read hands the same token back. `/api/renew` renews, and so
 * does `POST /session`, which is what `update()` of next-auth/react asks for: what the client sends with it is not read.
 */
export const jwtInstance = (flow: ProviderRequest | null) =>
  NextAuth({
    ...shared('jwt', flow),
    session: { strategy: 'jwt', maxAge: lifetimes().jwtSeconds },
    jwt: { encode: () => hook(() => sealedToken()), decode: () => hook(() => openedToken()) },
    callbacks: {
      redirect: sharedCallbacks.redirect,
      signIn: sharedCallbacks.signIn,
      jwt: ({ token, trigger }) => (trigger === 'update' ? hook(() => renewedToken(token)) : token),
      session: () => sessionDto(callContext().state!),
    },
    events: {
      signOut: () => hook(async ({ ctx, now }) => void (await signOut('jwt', ctx, now))),
    },
  })

async function openedToken() {
  const current = callContext()
  const reading = await strategies.jwt.read(current.ctx.presented, current.now)
  if (!('state' in reading)) return null
  current.state = reading.state
  return { sub: reading.state.user.id }
}

/** @returns null where there is nothing to renew any more: Auth.js answers "signed out", and the cookie is cleared */
async function renewedToken(token: JWT): Promise<JWT | null> {
  const current = callContext()
  const { presented, visitor } = current.ctx
  const byCookie = { presented: { cookies: presented.cookies, authorization: null }, visitor }
  const { state, cookies } = await renew('jwt', byCookie, current.now)
  if (state.status !== 'authenticated') return null
  current.state = state
  current.cookies = cookies
  return token
}

async function sealedToken(): Promise<string> {
  const { provenPerson, ctx } = callContext()
  return provenPerson
    ? startedSessionCredential('jwt')
    : (ctx.presented.cookies.get(sessionCookie('jwt')) ?? '')
}
