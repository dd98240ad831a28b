import 'server-only'
import { logFailure } from '@/lib/log'

/**
 * What follows a change that is done and stays done. When it fails, the failure is logged: an error would say that
 * nothing was changed.
 */
export async function bestEffort(event: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    logFailure(event, error)
  }
}
