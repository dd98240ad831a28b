import 'server-only'
import { db } from '@/lib/db/prisma-client'
import { logFailure } from '@/lib/log'
import { keysAreUsable } from '../metadata'

/** Can the app do its work: does the database answer, and are there keys to sign and verify with? */
export async function isReady(now: Date): Promise<boolean> {
  try {
    await db().$queryRaw`SELECT 1 FROM "Session" LIMIT 1`
    return await keysAreUsable(now)
  } catch (error) {
    logFailure('ready', error)
    return false
  }
}
