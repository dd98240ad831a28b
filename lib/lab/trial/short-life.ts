import 'server-only'
import { db } from '@/lib/db/client'
import { expected } from './browser'
import { secondsOn } from './clock'
import type { LabClient } from './client'

const lives = [60, 120, 300, 600]

/** What a chart of lifetimes is drawn from: up to the strategy's own, as it was seen, and not beyond ten minutes. Seconds. */
export function livesUpTo(life: number): number[] {
  const longest = Math.min(life, lives.at(-1)!)
  return [...lives.filter((seconds) => seconds < longest), longest]
}

/**
 * A copy with a credential that the app itself made for a shorter life: no credential outlives its session, so the end
 * of the session is moved, and it is renewed.
 */
export async function livingFor(client: LabClient, seconds: number): Promise<LabClient> {
  const end = secondsOn(new Date(), seconds)
  const id = await client.sessionId()
  await db().session.update({ where: { id }, data: { expiresAt: end, absoluteExpiresAt: end } })
  expected(200, await client.renew())
  return client.copy()
}
