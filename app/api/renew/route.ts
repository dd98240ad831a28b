import { renew, withStrategy } from '@/lib/auth'
import { stateAnswer, writeCookies } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/renew', {
  POST: async ({ body, ctx }) => {
    const { state, cookies } = await renew(withStrategy(ctx, body.strategy))
    await writeCookies(cookies)
    return stateAnswer(state, ctx.presented)
  },
})
