import 'server-only'
import PostgresAdapter from '@auth/pg-adapter'
import NextAuth from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { personOf } from './people'
import { pool } from './pool'

/** Auth.js as its documentation has it, once with each of its two kinds of sessions. AUTH_SECRET is its own variable. */

/**
 * The session is an encrypted JWT in a cookie. Signed in with a password. It has an adapter because Auth.js remembers for
 * the whole process that the other one has mail among its providers, and then asks each for one; a request does not use it.
 */
export const ofJwt = NextAuth({
  basePath: '/authjs-jwt/auth',
  trustHost: true,
  adapter: PostgresAdapter(pool),
  session: { strategy: 'jwt' },
  providers: [Credentials({ credentials: { email: {}, password: {} }, authorize: personOf })],
  callbacks: {
    session({ session, token }) {
      session.user.id = token.sub ?? ''
      return session
    },
  },
})

/** The link of the last mail to each address, in the place of a mail server. */
export const sentLinks = new Map<string, string>()

/**
 * The session is a row. Auth.js makes none for a password (`UnsupportedStrategy`), so the person signs in by the link of a
 * mail, through a provider "over HTTP" as documented: what sends the mail here keeps the link.
 */
export const ofDatabase = NextAuth({
  basePath: '/authjs-database/auth',
  trustHost: true,
  adapter: PostgresAdapter(pool),
  session: { strategy: 'database' },
  providers: [
    {
      id: 'mail',
      name: 'Mail',
      type: 'email' as const,
      maxAge: 3600,
      sendVerificationRequest: ({ identifier, url }) => {
        sentLinks.set(identifier, url)
      },
    },
  ],
  callbacks: {
    session({ session, user }) {
      session.user.id = user.id
      return session
    },
  },
})
