import { inWords } from '@/app/components/duration'
import { strategies, type AuthState, type CookieStrategyId } from '@/lib/auth'
import { durations } from '@/lib/auth/http/durations'
import { nothing, type MirrorRow } from './mirror'

const row = (question: string, left: string, right = left): MirrorRow => ({ question, left, right })

/** What is built in: from the strategies and the settings, not from hearsay. */
export function howItStays(): MirrorRow[] {
  const { idleSeconds, absoluteSeconds, jwtSeconds } = durations()
  const ends = (id: CookieStrategyId) =>
    strategies[id].endsAtOnce ? 'Yes' : `No: within ${inWords(jwtSeconds)}`
  return [
    row('You prove it with', 'Your password'),
    row('The browser holds', 'An opaque random id', 'An encrypted JWT'),
    row('Carried by', 'An HttpOnly cookie'),
    row('The server looks it up', 'At every request', 'At each renewal, not between'),
    row('Ends at once when revoked', ends('database'), ends('jwt')),
    row('Lasts without activity', inWords(idleSeconds)),
    row('Lasts at most', inWords(absoluteSeconds)),
  ]
}

const masked = (id: string) => `${id.slice(0, 4)}…${id.slice(-4)}`

function facts(state: AuthState): Record<string, string> {
  if (state.status !== 'authenticated') return { ...state }
  const { user, ...rest } = state
  return { ...rest, 'user.id': masked(user.id), 'user.email': user.email, 'user.role': user.role }
}

const order = [
  ...['status', 'because', 'strategy', 'user.id', 'user.email', 'user.role'],
  ...['provider', 'authenticatedAt', 'expiresAt', 'absoluteExpiresAt'],
]

/** The answer of each strategy to the cookie it got from this browser: the same keys in the same order. */
export function thisBrowser({ left, right }: { left: AuthState; right: AuthState }): MirrorRow[] {
  const [l, r] = [facts(left), facts(right)]
  return order
    .filter((key) => key in l || key in r)
    .map((key) => row(key, l[key] ?? nothing, r[key] ?? nothing))
}
