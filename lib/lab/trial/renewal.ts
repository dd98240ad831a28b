import 'server-only'
import { refresh, renew, type Authenticated } from '@/lib/auth'
import type { LabClient } from './client'
import { cookieOf } from './clock'

/** The same doors that answer `/api/renew` and `/api/token/refresh`, asked with another clock. */

const visitor = { address: '127.0.0.1', device: 'Bothways lab', deviceCookie: null }

/** Renews at an instant; the client then holds what it was given. @returns the new state, null where it was refused */
export const renewAt = (client: LabClient, at: Date): Promise<Authenticated | null> =>
  client.isToken ? refreshed(client, at) : renewedCookie(client, at)

async function refreshed({ browser }: LabClient, at: Date) {
  const result = await refresh(browser.tokens.refresh_token ?? '', { visitor }, at)
  if (!result.ok) return null
  browser.tokens = result.tokens
  return result.state
}

async function renewedCookie({ strategy, browser }: LabClient, at: Date) {
  const { state, cookies } = await renew(cookieOf(strategy), { presented: browser.presented, visitor }, at)
  if (state.status !== 'authenticated') return null
  for (const { name, value } of cookies) browser.setCookie(name, value)
  return state
}
