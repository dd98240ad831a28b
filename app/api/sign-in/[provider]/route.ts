import { providerSignInRoutes } from '@/lib/auth/authjs/start-provider-sign-in'

/** "Continue with …": a form that leads to a provider. No JSON API: a browser is sent on. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = providerSignInRoutes
