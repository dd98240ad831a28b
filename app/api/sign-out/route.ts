import { isProviderToken, proofFault, signOut } from '@/lib/auth'
import { noContent, writeCookies } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

/** Also what the browser kept of pages seen while signed in. */
const clearSiteData = { 'Clear-Site-Data': '"cache"' }

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/sign-out', {
  POST: async ({ body, ctx }) => {
    if (isProviderToken(ctx.presented)) return { ok: false, code: 'provider_token' }
    await writeCookies(await signOut(body.strategy, ctx))
    if (proofFault(ctx.presented)) return { ok: false, code: 'not_authenticated' } // nothing was ended
    return noContent(clearSiteData)
  },
})
