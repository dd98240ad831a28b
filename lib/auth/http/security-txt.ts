import 'server-only'
import { env } from '@/lib/env'

const validDays = 180
const dayMs = 24 * 60 * 60 * 1000

/** The address that the settings name, or null: then `/security` says how else. */
export const securityContact = () => env().SECURITY_CONTACT ?? null

/**
 * Where to report a weakness, for programs. Good for half a year from the day it is asked for: the RFC wants less than
 * a year, and a date in a file would pass one day.
 * @see RFC 9116 §2.5
 */
export function securityTxt(now: Date): string {
  const { AUTH_URL } = env()
  const today = Math.floor(now.getTime() / dayMs) * dayMs
  const fields = {
    Contact: securityContact() ?? `${AUTH_URL}/security`,
    Expires: new Date(today + validDays * dayMs).toISOString(),
    Canonical: `${AUTH_URL}/.well-known/security.txt`,
    'Preferred-Languages': 'en',
  }
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')
}
