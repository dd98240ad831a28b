import { refreshByCookie } from '@/lib/auth'
import { tokenAnswer, writeCookies } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token/browser/refresh', {
  POST: async ({ ctx }) => {
    const result = await refreshByCookie(ctx)
    await writeCookies(result.cookies)
    return result.ok ? tokenAnswer(result.tokens) : { ok: false, code: result.code }
  },
})
