import { withOwnPolicy } from '@/lib/auth/http/page-status'
import { labEndpoints } from '@/lib/lab/lab-endpoints'
import { labRoute } from '@/lib/lab/http'
import { readMailHtml } from '@/lib/mail'

/** Styles of its own, and nothing else: no script, no form, nothing that is loaded. Its links may be followed. */
const policy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  'sandbox allow-top-navigation-by-user-activation',
].join('; ')

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = labRoute(labEndpoints['/api/outbox/{id}'], {
  GET: async ({ params, request }) => {
    const html = await readMailHtml(params.id ?? '')
    if (html === null) return { ok: false, code: 'not_found' }
    const headers = {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': policy,
    }
    return withOwnPolicy(request.headers, new Response(html, { headers }))
  },
})
