import { json } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'
import { isReady } from '@/lib/auth/http/ready'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/readyz', {
  GET: async ({ ctx }) =>
    (await isReady(ctx.now)) ? json({ status: 'ready' }) : { ok: false, code: 'unavailable' },
})
