import { switchStrategy } from '@/lib/auth'
import { json, writeCookies } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/strategy', {
  POST: async ({ body, ctx }) => {
    if (ctx.presented.authorization !== null) return { ok: false, code: 'not_authenticated' }
    const switched = await switchStrategy(body.strategy, ctx)
    if (!switched.ok && switched.code === 'reauthentication_required')
      return { ok: false, code: switched.code }
    await writeCookies(switched.cookies)
    return json(switched.state)
  },
})
