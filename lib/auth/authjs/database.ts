import 'server-only'
import NextAuth from 'next-auth'
import { sessionCookie } from '../parts/cookie'
import { lifetimes } from '../parts/lifetimes'
import { establish } from '../sign-in'
import { adapter } from './adapter'
import { redirect, shared } from './config'
import { hook, scope } from './scope'
import { sessionDto } from './session'

/**
 * Auth.js with database sessions and credentials, which it does not support by itself: after a password it encodes
 * a JWT into the session cookie. `encode` is used for nothing else here, so it makes the session row instead and
 * returns its opaque token. See docs/decisions/001.
 */
export const databaseInstance = () =>
  NextAuth({
    ...shared('database'),
    adapter: adapter(),
    session: {
      strategy: 'database',
      maxAge: lifetimes().idleSeconds,
      updateAge: lifetimes().activitySeconds,
    },
    jwt: { encode: () => hook(() => establishedToken()), decode: () => null },
    callbacks: {
      redirect,
      session: ({ session }) => sessionDto(session.state),
    },
  })

async function establishedToken(): Promise<string> {
  const current = scope()
  if (!current.person) throw new Error('no person: only the credentials callback makes sessions here')
  const issued = await establish(current.person, 'credentials', 'database', current.asking, current.now)
  current.cookies = issued.cookies
  return issued.cookies.find(({ name, value }) => name === sessionCookie('database') && value)!.value
}
