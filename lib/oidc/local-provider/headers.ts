import 'server-only'
import { contentSecurityPolicy } from './page'

type Context = { set: (headers: Record<string, string>) => void }

/** On every answer, before anything else can fail. */
export const securityHeaders = (appOrigin: string) => async (ctx: Context, next: () => Promise<void>) => {
  ctx.set({
    'Content-Security-Policy': contentSecurityPolicy(appOrigin),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  })
  await next()
}
