import 'server-only'
import { hkdfSync } from 'node:crypto'
import { env } from '@/lib/env'

const derived = new Map<string, Uint8Array>()

/**
 * A key of its own for each purpose, from AUTH_SECRET (HKDF-SHA-256, RFC 5869). Derived once a process.
 * @param label the purpose, e.g. 'device cookie': another label, an independent key
 * @param lengthBytes at least 32 for a MAC key (ASVS 11.2.3)
 * @returns the same array at every call: read it, never write to it
 */
export function derivedKey(label: string, lengthBytes: number): Uint8Array {
  const name = `${lengthBytes}:${label}`
  const known = derived.get(name)
  if (known) return known
  const key = new Uint8Array(hkdfSync('sha256', env().AUTH_SECRET, 'bothways', label, lengthBytes))
  derived.set(name, key)
  return key
}
