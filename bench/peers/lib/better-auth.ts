import 'server-only'
import { betterAuth, type BetterAuthOptions } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { bearer, jwt } from 'better-auth/plugins'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { pool } from './pool'
import { origin, secret } from './settings'

/** Better Auth as its documentation has it, in four ways of saying who asks. All have the same tables. */

const options = (name: string) =>
  ({
    baseURL: origin(),
    basePath: `/better-auth-${name}/auth`,
    secret: secret(),
    database: pool,
    emailAndPassword: { enabled: true },
    rateLimit: { enabled: false }, // of its own endpoints: signing in again is not refused
    telemetry: { enabled: false },
  }) satisfies BetterAuthOptions

const once = <Value>(make: () => Value) => {
  let made: Value | undefined
  return () => (made ??= make())
}

/** The session is a row that each request looks up. */
export const ofDatabase = once(() => betterAuth(options('database')))

/** The same, and for five minutes a signed copy of it in a second cookie, which is believed. */
export const ofCookieCache = once(() =>
  betterAuth({ ...options('cookie-cache'), session: { cookieCache: { enabled: true, maxAge: 5 * 60 } } }),
)

/** The session is a row; its token comes in the Authorization header. */
export const ofBearer = once(() => betterAuth({ ...options('bearer'), plugins: [bearer()] }))

/** A JWT is issued for a session, and verified by the published key: nothing is looked up. */
export const ofJwt = once(() => betterAuth({ ...options('jwt'), plugins: [jwt()] }))

/** The tables, with those of the plugins. */
export async function prepareBetterAuth() {
  const { runMigrations } = await getMigrations({ ...options('jwt'), plugins: [bearer(), jwt()] })
  await runMigrations()
}

const keys = once(() => createRemoteJWKSet(new URL(`${origin()}/better-auth-jwt/auth/jwks`)))

/** As documented under "Verifying the token": with jose, by the remote key set, which jose keeps. */
export async function subjectOf(authorization: string | null): Promise<string | undefined> {
  const [, token] = /^Bearer (.+)$/.exec(authorization ?? '') ?? []
  if (token === undefined) return undefined
  try {
    const { payload } = await jwtVerify(token, keys(), { issuer: origin(), audience: origin() })
    return payload.sub
  } catch {
    return undefined
  }
}
