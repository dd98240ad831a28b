import 'server-only'
import { strategyRegistry, type Issued, type IssuedTokens, type UpstreamSession } from '@/lib/auth'
import type { Person } from '@/lib/auth'
import { db } from '@/lib/db/prisma-client'
import type { LabClient } from './lab-client'
import type { LabPerson } from './person'

const sessionSeconds = 3600

/** What the app knows of a person at this moment: a session that begins with it is of the credentials of this moment. */
export const personNow = ({ id }: LabPerson): Promise<Person> => {
  const select = { id: true, email: true, name: true, role: true, credentialsVersion: true } as const
  return db().user.findUniqueOrThrow({ where: { id }, select })
}

/**
 * Begins a session of the client's strategy, as the app does once it knows who somebody is. Its tokens are bound to the
 * key of the client, where the strategy binds them. Does NOT compare the person with their row, and does NOT give the
 * client what was issued.
 * @param upstream what a provider said, where one vouched
 */
export async function beginSession(
  { strategy, prover }: LabClient,
  person: Person,
  now: Date,
  upstream: UpstreamSession | null = null,
): Promise<Issued | IssuedTokens> {
  return strategyRegistry[strategy].start(
    {
      person,
      upstream,
      provider: 'lab',
      device: 'Bothways lab',
      replaces: [],
      authenticatedAt: now,
      absoluteExpiresAt: new Date(now.getTime() + sessionSeconds * 1000),
      keyThumbprint: await prover?.thumbprint(),
    },
    now,
  )
}

/** The same, and the client holds what was issued. */
export async function signedInAs(client: LabClient, person: Person, now: Date): Promise<LabClient> {
  const issued = await beginSession(client, person, now)
  if ('tokens' in issued) client.browser.tokens = issued.tokens
  else for (const { name, value } of issued.cookies) client.browser.setCookie(name, value)
  return client
}
