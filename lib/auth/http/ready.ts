import 'server-only'
import { db } from '@/lib/db/client'
import { logFailure } from '@/lib/log'

/** Can the app do its work? Keys are settings of the process: it would not have started without them. */
export async function databaseAnswers(): Promise<boolean> {
  try {
    await db().$queryRaw`SELECT 1 FROM "Session" LIMIT 1`
    return true
  } catch (error) {
    logFailure('ready', error)
    return false
  }
}
