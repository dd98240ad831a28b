import 'server-only'
import { PrismaAdapter } from '@auth/prisma-adapter'
import type { Adapter } from 'next-auth/adapters'
import type { Person } from '@/lib/accounts'
import { db } from '@/lib/db/client'
import { recordActivity } from '../read'
import type { Presented } from '../contract'
import { sessionCookie } from '../parts/cookie'
import { signOut } from '../sign-out'
import { strategyRegistry } from '../strategies'
import { startedSessionCredential } from './instances'
import { hook, callContext } from './call-authjs'

const presenting = (token: string): Presented => ({
  cookies: new Map([[sessionCookie('database'), token]]),
  authorization: null,
})

/**
 * Auth.js's Prisma adapter with its sessions replaced by the database strategy: ids hashed at rest, an absolute end,
 * an expired row is no row, and its accounts by what `recognise` said. Auth.js asks the same rooms as the door does.
 */
export function adapter(): Adapter {
  return {
    ...PrismaAdapter(db()),
    getSessionAndUser: (token) =>
      hook(async (context) =>
        found(await strategyRegistry.database.read(presenting(token), context.ctx.now), token),
      ),
    updateSession: ({ sessionToken }) => hook(async (context) => touched(sessionToken, context.ctx.now)),
    deleteSession: () => hook(async (context) => void (await signOut('database', context.ctx))),
    getUserByAccount: () => Promise.resolve(recognised(callContext().provenPerson?.person)),
    createSession: (session) =>
      hook(async () => ({ ...session, sessionToken: await startedSessionCredential('database') })),
  }

  function recognised(person: Person | undefined) {
    return person ? { ...person, emailVerified: null } : null
  }

  function found(reading: Awaited<ReturnType<typeof strategyRegistry.database.read>>, sessionToken: string) {
    if (!reading.ok) return null
    const { user, expiresAt } = reading.state
    return {
      session: { sessionToken, userId: user.id, expires: new Date(expiresAt), state: reading.state },
      user: { ...user, emailVerified: null },
    }
  }

  async function touched(token: string, now: Date) {
    const reading = await strategyRegistry.database.read(presenting(token), now)
    if (reading.ok) await recordActivity(reading, now)
    return null
  }
}
