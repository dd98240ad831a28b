import 'server-only'
import { NextRequest } from 'next/server'
import type { startHostileProvider } from '@/e2e/support/hostile-provider'
import { readSetCookie } from '@/lib/set-cookie'
import type { AuthjsStrategyId } from '@/lib/strategies'
import { providerSignInRoutes } from '../authjs/start-provider-sign-in'
import { handlers } from '../authjs/handlers'
import type { CookieStrategyId } from '../contract'
import { Jar } from './jar'

type Provider = Awaited<ReturnType<typeof startHostileProvider>>
type Form = { strategy?: CookieStrategyId; callbackUrl?: string; intent?: string }

/** Where the page that "Continue with …" answers with goes on by itself. */
export async function onwardFrom(answer: Response): Promise<string> {
  const [, url = ''] = /;url=([^"]+)"/.exec(await answer.text()) ?? []
  return url.replaceAll('&amp;', '&')
}

/** A browser that begins flows at a provider, by default `generic`, and brings back its answers, without a server between. */
export class FlowBrowser {
  constructor(
    readonly origin: string,
    readonly jar = new Jar(),
  ) {}

  #headers = (more: Record<string, string> = {}) =>
    new Headers({
      origin: this.origin,
      cookie: [...this.jar.presented.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...more,
    })

  #keep(response: Response) {
    for (const line of response.headers.getSetCookie()) {
      const { name, value = '', maxAge = 1 } = readSetCookie(line)
      this.jar.keep([{ name, value, maxAgeSeconds: maxAge }])
    }
    return response
  }

  /** Presses "Continue with …". */
  async begin(form: Form = {}, providerId = 'generic') {
    const headers = this.#headers({ 'content-type': 'application/x-www-form-urlencoded' })
    const body = new URLSearchParams(form).toString()
    const request = new Request(`${this.origin}/api/sign-in/${providerId}`, { method: 'POST', headers, body })
    return this.#keep(
      await providerSignInRoutes.POST(request, { params: Promise.resolve({ provider: providerId }) }),
    )
  }

  /** The same, and goes to the provider. @returns the callback that it sends the browser to */
  async untilCallback(provider: Provider, form: Form = {}): Promise<URL> {
    return this.goOn(provider, await this.begin(form))
  }

  async goOn(provider: Provider, answer: Response): Promise<URL> {
    const url = await onwardFrom(answer)
    const there = await fetch(url, { redirect: 'manual' })
    if (!url.startsWith(provider.issuer)) throw new Error(`Not sent to the provider: ${answer.status}`)
    return new URL(there.headers.get('location') ?? '')
  }

  /** Opens a callback. @returns status and where it leads, as a path */
  async comeBack(callback: URL) {
    const response = await this.open(callback)
    const location = response.headers.get('location')
    return location === null ? response.status : location.slice(this.origin.length)
  }

  async open(callback: URL) {
    const strategy = callback.pathname.split('/')[3] as AuthjsStrategyId
    const request = new NextRequest(callback, { headers: this.#headers() })
    return this.#keep(await handlers(strategy).GET(request))
  }
}
