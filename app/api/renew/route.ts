import { chosenStrategy, renew } from '@/lib/auth'
import { stateAnswer, writeCookies } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/renew', {
  POST: async ({ body, ctx, now }) => {
    const strategy = body.strategy ?? chosenStrategy(ctx.presented)
    const { state, cookies } = await renew(strategy, ctx, now)
    await writeCookies(cookies)
    return stateAnswer(state, ctx.presented)
  },
})
