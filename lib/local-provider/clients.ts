import 'server-only'
import type { ClientMetadata } from 'oidc-provider'
import { authjsStrategyIds } from '@/lib/strategies'

type App = { appOrigin: string; clientSecret: string }

/** Our own mark on a client: the app itself, which needs no consent to learn who its user is. */
export const firstParty = 'first_party'

/** Where each instance of Auth.js waits for the answer. Compared character by character (RFC 9700 §4.1.3). */
const callbacks = (appOrigin: string, providerId: string) =>
  authjsStrategyIds.map((strategy) => `${appOrigin}/api/auth/${strategy}/callback/${providerId}`)

const code = { grant_types: ['authorization_code'], response_types: ['code' as const] }

/** Signing in is all that these want: no refresh token is left lying about (ASVS 10.1.1). */
const web = ({ appOrigin }: App) => ({
  ...code,
  [firstParty]: true,
  client_name: 'Bothways',
  require_auth_time: true, // how recently somebody typed a password is what the app asks before it connects identities
  post_logout_redirect_uris: [`${appOrigin}/sign-in`],
  backchannel_logout_uri: `${appOrigin}/api/oidc/backchannel-logout`,
  backchannel_logout_session_required: true, // so ID tokens carry `sid`
})

/** These call the API for as long as the person is signed in here: they refresh. */
const refreshing = {
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: code.response_types,
  token_endpoint_auth_method: 'none' as const,
}

/** Who may ask this provider: the app, once with a secret and once without, its single-page and its command-line client. */
export const clients = (app: App): ClientMetadata[] => [
  {
    ...web(app),
    client_id: 'web-confidential',
    client_secret: app.clientSecret,
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: callbacks(app.appOrigin, 'local-confidential'),
  },
  {
    ...web(app),
    client_id: 'web-public',
    token_endpoint_auth_method: 'none',
    redirect_uris: callbacks(app.appOrigin, 'local-public'),
  },
  {
    ...refreshing,
    client_id: 'spa',
    client_name: 'Bothways single-page client',
    redirect_uris: [`${app.appOrigin}/spa`],
    post_logout_redirect_uris: [`${app.appOrigin}/spa`],
  },
  {
    ...refreshing,
    client_id: 'native',
    client_name: 'Bothways command-line client',
    application_type: 'native',
    redirect_uris: ['http://127.0.0.1/callback'], // and any port (RFC 8252 §7.3)
  },
]

/** A person of a provider: a stranger to the app until they come through it. */
export type ProviderPerson = { sub: string; name: string; email: string }

export const linAndSam: readonly ProviderPerson[] = [
  { sub: 'lin', name: 'Lin Meyer', email: 'lin@provider.example' },
  { sub: 'sam', name: 'Sam Okafor', email: 'sam@provider.example' },
]

/** Somebody of one trial of the lab: lives here for as long as it takes, and `.invalid` gets no mail (RFC 2606). */
const ofTrial = (sub: string): ProviderPerson | undefined =>
  /^[\da-f-]{36}@lab\.invalid$/.test(sub) ? { sub, name: 'Lab person', email: sub } : undefined

/** The two ways to look somebody up. */
export const directory = (people: readonly ProviderPerson[]) => ({
  people,
  bySub: (sub: string) => people.find((person) => person.sub === sub) ?? ofTrial(sub),
  byEmail: (typed: string) => {
    const email = typed.trim().toLowerCase()
    return people.find((person) => person.email === email) ?? ofTrial(email)
  },
})

export type Directory = ReturnType<typeof directory>
