import { signInForBrowser, signOutOfBrowser } from '@/lib/auth'
import { noContent, tokenAnswer, writeCookies } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token/browser', {
  POST: async ({ body, ctx }) => {
    const result = await signInForBrowser(body, ctx)
    if (!result.ok) return result
    await writeCookies(result.cookies)
    return tokenAnswer(result.tokens)
  },
  DELETE: async ({ ctx }) => {
    await writeCookies(await signOutOfBrowser(ctx))
    return noContent({ 'Clear-Site-Data': '"cache"' })
  },
})
