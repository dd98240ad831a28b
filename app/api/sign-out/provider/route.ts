import { onlyPost } from '@/lib/auth/http/route'
import { signOutThereToo } from '@/lib/auth/http/provider-sign-out'

/** "Sign out here and at …": a form that leads to a provider. No JSON API: a browser is sent on. */
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS, POST } = onlyPost(signOutThereToo)
