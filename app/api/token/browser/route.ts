import { signInForBrowser, signOutOfBrowser } from '@/lib/auth'
import { noContent, tokenAnswer } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'
import { writeCookies } from '@/lib/auth/http/write-cookies'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token/browser', {
  POST: async ({ body, asking, now }) => {
    const result = await signInForBrowser(body, asking, now)
    if (!result.ok) return result
    await writeCookies(result.cookies)
    return tokenAnswer(result.tokens)
  },
  DELETE: async ({ asking, now }) => {
    await writeCookies(await signOutOfBrowser(asking, now))
    return noContent({ 'Clear-Site-Data': '"cache"' })
  },
})
