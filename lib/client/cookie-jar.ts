import { isRemoval, readSetCookie } from '@/lib/set-cookie'

/** A browser's cookies by name, as far as one app needs them: neither domain nor path is looked at. */
export class CookieJar extends Map<string, string> {
  /** @param lines values of Set-Cookie, in the order they came; what has expired is judged by the clock of this machine */
  keep(lines: readonly string[]) {
    for (const line of lines) {
      const cookie = readSetCookie(line)
      if (isRemoval(cookie, new Date())) this.delete(cookie.name)
      else this.set(cookie.name, cookie.value ?? '')
    }
  }

  /** What somebody has who read the cookies at this moment. */
  copy() {
    return new CookieJar(this)
  }

  /** The value of a Cookie header; empty where there is none. */
  get header() {
    return [...this].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}
