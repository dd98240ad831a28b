import 'server-only'
import NextAuth from 'next-auth'
import { sessionCookie } from '../parts/cookie'
import { lifetimes } from '../parts/lifetimes'
import { establish } from '../sign-in'
import { signOut } from '../sign-out'
import { strategies } from '../strategies'
import { redirect, shared } from './config'
import { hook, scope } from './scope'
import { sessionDto } from './session'

/**
 * Auth.js with its own JWT sessions, the tokens sealed and opened by the jwt strategy. Auth.js would renew at every
 * read of `/session` without looking at any state; here a read hands the same token back, and only `/api/renew` renews.
 */
export const jwtInstance = () =>
  NextAuth({
    ...shared('jwt'),
    session: { strategy: 'jwt', maxAge: lifetimes().jwtSeconds },
    jwt: { encode: () => hook(() => sealedToken()), decode: () => hook(() => openedToken()) },
    callbacks: {
      redirect,
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

async function sealedToken(): Promise<string> {
  const current = scope()
  const name = sessionCookie('jwt')
  if (!current.person) return current.asking.presented.cookies.get(name) ?? ''
  const issued = await establish(current.person, 'credentials', 'jwt', current.asking, current.now)
  current.cookies = issued.cookies
  return issued.cookies.find((cookie) => cookie.name === name && cookie.value)!.value
}
