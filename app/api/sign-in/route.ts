import { signIn } from '@/lib/auth'
import { json, writeCookies } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/sign-in', {
  POST: async ({ body, ctx }) => {
    const result = await signIn(body, ctx)
    if (!result.ok) return result
    await writeCookies(result.cookies)
    return json(result.state)
  },
})
