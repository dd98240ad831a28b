import { providerSignOutRoutes } from '@/lib/auth/http/provider-sign-out'

/** "Sign out here and at …": a form that leads to a provider. No JSON API: a browser is sent on. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = providerSignOutRoutes
