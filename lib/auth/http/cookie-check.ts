import 'server-only'
import type { Presented } from '../contract'
import { contextHere } from './identify'

/**
 * A browser that refuses cookies looks signed in for one answer: the page after a form is rendered with the cookies
 * that the form wrote. A browser that presented any cookie keeps them; one that presented none is asked, by a
 * navigation of its own.
 */

const checkSeconds = 60

/** No cookie of any name: only then it is unknown whether the browser keeps them. */
export const presentsNone = ({ cookies }: Presented) => cookies.size === 0

/** @param callbackUrl where a browser that keeps cookies goes on to */
export const cookieCheck = (callbackUrl: string, now: Date) =>
  `/sign-in?${new URLSearchParams({ callbackUrl, cookieCheck: String(now.getTime()) }).toString()}`

/** Whether the sign-in page was asked for by such a check, a moment ago. An older one is a bookmark, and says nothing. */
export function isCookieCheck(query: unknown, now: Date): boolean {
  if (typeof query !== 'string' || !/^\d{13}$/.test(query)) return false
  return Math.abs(now.getTime() - Number(query)) < checkSeconds * 1000
}

/** The answer to the check: nothing came back. */
export const keepsNoCookie = async () => presentsNone((await contextHere()).presented)
