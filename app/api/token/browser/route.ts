import { signInForBrowser, signOutOfBrowser } from '@/lib/auth'
import { noContent, tokenAnswer, writeCookies } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token/browser', {
  POST: async ({ body, ctx, now }) => {
    const result = await signInForBrowser(body, ctx, now)
    if (!result.ok) return result
    await writeCookies(result.cookies)
    return tokenAnswer(result.tokens)
  },
  DELETE: async ({ ctx, now }) => {
    await writeCookies(await signOutOfBrowser(ctx, now))
    return noContent({ 'Clear-Site-Data': '"cache"' })
  },
})
