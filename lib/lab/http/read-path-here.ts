import 'server-only'
import type { AuthState } from '@/lib/auth'
import { readPageState } from '@/lib/auth/http/page-state'
import { writeCookies } from '@/lib/auth/http/answer'

/** What one place of the app sees of a request, and whether it may write a cookie there. */
export type ReadPath = { sees: AuthState; writes: 'written' | 'refused' }

const probe = { name: 'read-path', value: 'probe', maxAgeSeconds: 60 }

/** Asks the one question, and tries to write. Next refuses a cookie where the headers are not its own to send. */
export async function readPathHere(): Promise<ReadPath> {
  const sees = await readPageState()
  try {
    await writeCookies([probe])
    return { sees, writes: 'written' }
  } catch {
    return { sees, writes: 'refused' }
  }
}
