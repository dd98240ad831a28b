import 'server-only'
import type { Anonymous, Presented } from '../contract'
import { anonymousState } from './auth-state'

/** The one value of a cookie, or why there is none. Two of a name is an attack or a bug: neither is believed. */
export function presentedCookie({ cookies }: Presented, name: string): { value: string } | Anonymous {
  const value = cookies.get(name)
  if (value === undefined || value === '') return anonymousState('absent')
  return value === null ? anonymousState('malformed') : { value }
}
