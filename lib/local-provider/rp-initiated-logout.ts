import 'server-only'
import type { ClientMetadata, Configuration, KoaContextWithOIDC } from 'oidc-provider'
import { Html } from '@/lib/html'
import { localhostFetch } from '@/lib/localhost-fetch'
import { signedOutPage, signOutPage } from './pages/forms'
import type { Directory } from './clients'

const nameOf = ({ oidc: { client } }: KoaContextWithOIDC) => client?.clientName ?? client?.clientId

/** A client sends its user here to sign out (OpenID Connect RP-Initiated Logout 1.0); the user decides. */
export const rpInitiatedLogout = (
  issuer: string,
  { bySub }: Directory,
): NonNullable<Configuration['features']>['rpInitiatedLogout'] => ({
  enabled: true,
  logoutSource: (ctx, form) => {
    const email = bySub(ctx.oidc.session?.accountId ?? '')?.email ?? ''
    ctx.body = signOutPage({ issuer, email, clientName: nameOf(ctx), form: new Html(form) })
  },
  postLogoutSuccessSource: (ctx) => {
    ctx.type = 'html'
    ctx.body = signedOutPage(issuer, nameOf(ctx))
  },
})

/**
 * The only requests that this provider makes: logout tokens to the addresses registered for them (OpenID Connect
 * Back-Channel Logout 1.0). The library's guard against reaching this machine is left out for these; they are on it.
 */
export function backchannelFetch(clients: readonly ClientMetadata[]): NonNullable<Configuration['fetch']> {
  const registered = new Set(clients.map((client) => client.backchannel_logout_uri))
  return async (input, init = {}) => {
    if (typeof input !== 'string' || !registered.has(input))
      throw new Error('This provider calls registered back-channel addresses only')
    const { dispatcher: _, ...guardless } = init as RequestInit & { dispatcher?: unknown }
    return localhostFetch(input, guardless)
  }
}
