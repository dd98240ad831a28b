import 'server-only'
import { renew, signOut } from '@/lib/auth'
import { isUnavailable } from '@/lib/db/unavailable'
import { refreshAt } from './clock'
import type { LabClient } from './lab-client'

/** The doors behind the endpoints, asked in this process: where a fault is to meet the trial's own calls only. */

/** `cannot tell`: the database did not answer, nothing was changed and nothing was claimed. Outward that is a 503. */
export type Told = 'done' | 'refused' | 'cannot tell'

async function told(work: () => Promise<boolean>): Promise<Told> {
  try {
    return (await work()) ? 'done' : 'refused'
  } catch (error) {
    if (isUnavailable(error)) return 'cannot tell'
    throw error
  }
}

/** Does NOT give the client what was issued: its credential stays the one before. */
export const renewHere = (client: LabClient, now: Date): Promise<Told> =>
  told(async () => {
    if (client.isToken) return (await refreshAt(client, now)).ok
    return (await renew(await client.asking(now))).state.status === 'authenticated'
  })

/** `done` also where there was nothing to end; never `refused`. The client keeps its credential, to try it again. */
export const signOutHere = (client: LabClient, now: Date): Promise<Told> =>
  told(async () => {
    const ctx = await client.asking(now)
    await signOut(ctx.strategy, ctx)
    return true
  })
