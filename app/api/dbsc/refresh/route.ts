import { z } from 'zod'
import { refreshBoundCookie } from '@/lib/auth'
import { json, writeCookies } from '@/lib/auth/http/answer'
import { challengeHeader, structuredString } from '@/lib/auth/http/device-headers'
import { route } from '@/lib/auth/http/route'

/** Asked by the browser itself, before the cookie ends. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/dbsc/refresh', {
  POST: async ({ request, ctx }) => {
    const { data: sessionId } = z
      .uuid()
      .safeParse(structuredString(request.headers.get('sec-secure-session-id')))
    if (sessionId === undefined) return { ok: false, code: 'malformed_request' }
    const proof = structuredString(request.headers.get('secure-session-response'))
    const result = await refreshBoundCookie(sessionId, proof, ctx)
    if (!result.ok)
      return { ok: false, code: result.code, headers: challengeHeader(sessionId, result.challenge) }
    await writeCookies(result.cookies)
    return json(result.instructions)
  },
})
