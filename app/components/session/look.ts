import type { AuthState } from '@/lib/auth/contract'
import { stateKey } from './state-key'

/** Believes what the app says of itself, as far as it is needed here. Any other answer, or none, is an outage. */
async function currentKey() {
  try {
    const answer = (await (await fetch('/api/me', { cache: 'no-store' })).json()) as AuthState
    if (answer.status === 'authenticated' || answer.status === 'anonymous') return stateKey(answer)
  } catch {} // no answer, or none that is JSON
  return 'unavailable'
}

/**
 * When the person comes back to the page: asks for it again if somebody else, or nobody, is signed in now. An outage changes
 * nothing on the page. @param key of what the page shows
 */
export async function look(key: string, refresh: () => void) {
  const now = await currentKey()
  if (now !== key && now !== 'unavailable') refresh()
}
