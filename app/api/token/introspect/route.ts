import { introspect } from '@/lib/auth'
import { tokenAnswer } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token/introspect', {
  POST: async ({ body, ctx }) => tokenAnswer(await introspect(body.token, ctx.now)),
})
