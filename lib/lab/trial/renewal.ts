import 'server-only'
import { refresh, renew, type Authenticated } from '@/lib/auth'
import type { LabClient } from './client'

/** The same doors that answer `/api/renew` and `/api/token/refresh`, asked with another clock. */

/** Renews at an instant; the client then holds what it was given. @returns the new state, null where it was refused */
export const renewAt = (client: LabClient, at: Date): Promise<Authenticated | null> =>
  client.isToken ? refreshed(client, at) : renewedCookie(client, at)

async function refreshed(client: LabClient, at: Date) {
  const { browser } = client
  const result = await refresh(browser.tokens.refresh_token ?? '', client.asking(at))
  if (!result.ok) return null
  browser.tokens = result.tokens
  return result.state
}

async function renewedCookie(client: LabClient, at: Date) {
  const { state, cookies } = await renew(client.asking(at))
  if (state.status !== 'authenticated') return null
  for (const { name, value } of cookies) client.browser.setCookie(name, value)
  return state
}
