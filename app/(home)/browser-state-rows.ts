import { durationInWords } from '@/lib/duration'
import { traitsInWords } from '@/app/components/strategy'
import { strategies as registry, type AuthState } from '@/lib/auth'
import { durations } from '@/lib/auth/http/preference'
import { strategies, type CookieStrategyId } from '@/lib/strategies'
import { nothing, type BrowserStateRow } from './browser-state-table'

const row = (question: string, left: string, right = left): BrowserStateRow => ({ question, left, right })

const both = (question: string, answer: (id: CookieStrategyId) => string): BrowserStateRow =>
  row(question, answer('database'), answer('jwt'))

/** What each strategy says of itself, and the contract suite has seen to be true. */
export function howItStays(): BrowserStateRow[] {
  const { absoluteSeconds, jwtSeconds } = durations()
  return [
    row('You prove it with', 'Your password'),
    both('The browser holds', (id) => traitsInWords(strategies[id]).holds),
    both('Carried by', (id) => traitsInWords(strategies[id]).carriedBy),
    both('The server looks it up', (id) => traitsInWords(strategies[id]).lookedUp),
    both('Ends at once when revoked', (id) =>
      strategies[id].endsAtOnce ? 'Yes' : `No: within ${durationInWords(jwtSeconds)}`,
    ),
    both('Lasts without a request', (id) => durationInWords(registry[id].idleSeconds())),
    row('Lasts at most', durationInWords(absoluteSeconds)),
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
export function thisBrowser({ left, right }: { left: AuthState; right: AuthState }): BrowserStateRow[] {
  const [l, r] = [facts(left), facts(right)]
  return order
    .filter((key) => key in l || key in r)
    .map((key) => row(key, l[key] ?? nothing, r[key] ?? nothing))
}
