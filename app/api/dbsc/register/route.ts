import { bindSession } from '@/lib/auth'
import { json, writeCookies } from '@/lib/auth/http/answer'
import { structuredString } from '@/lib/auth/http/device-headers'
import { route } from '@/lib/auth/http/route'

/** Asked by the browser itself, after the answer that set the cookie. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/dbsc/register', {
  POST: async ({ request, ctx }) => {
    const proof = structuredString(request.headers.get('secure-session-response'))
    if (proof === null) return { ok: false, code: 'malformed_request' }
    const result = await bindSession(proof, ctx)
    if (!result.ok) return { ok: false, code: result.code }
    await writeCookies(result.cookies)
    return json(result.instructions)
  },
})
