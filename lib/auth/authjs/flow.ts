import 'server-only'
import { providerById, type ProviderDescription } from '@/lib/oidc'
import type { CookieWrite, Presented } from '../contract'
import { intentCookie } from '../parts/cookie'
import { providerLab } from '../provider-lab'

/** One authorization request and its answer: to whom, and how. */
export type Flow = {
  provider: ProviderDescription
  /** without PKCE: what the lab shows of a confidential client, and nobody should do (RFC 9700 §2.1.1) */
  plain: boolean
  /** the provider must ask for the password again, however recently it did (OIDC Core §3.1.2.1, `max_age`) */
  again: boolean
}

export type Intent = 'sign-in' | 'again' | 'connect'

const intentSeconds = 10 * 60

/** Signing in needs no word of it: an intent that was left behind is cleared. */
export const keepIntent = (intent: Intent): CookieWrite =>
  intent === 'sign-in'
    ? { name: intentCookie(), value: '', maxAgeSeconds: 0 }
    : { name: intentCookie(), value: intent, maxAgeSeconds: intentSeconds }

export function intentOf({ cookies }: Presented): Intent {
  const value = cookies.get(intentCookie())
  return value === 'again' || value === 'connect' ? value : 'sign-in'
}

/** @returns null for a provider that is not configured here */
export function flowTo(providerId: string, presented: Presented, intent: Intent): Flow | null {
  const provider = providerById(providerId)
  if (!provider) return null
  const plain = providerLab(presented).pkce === 'without' && provider.clientSecret !== null
  return { provider, plain, again: intent === 'again' }
}
