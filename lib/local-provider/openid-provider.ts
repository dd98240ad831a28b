import 'server-only'
import Provider, { type Configuration } from 'oidc-provider'
import { resourceIndicators } from './api'
import { clients, firstParty, directory, linAndSam, type Directory } from './clients'
import { existingGrant } from './consent'
import { answerFaults, renderError } from './faults'
import { securityHeaders } from './headers'
import { interaction, interactionPath } from './interaction'
import type { ProviderOptions } from './options'
import { pressedForms } from './request-form'
import { backchannelFetch, rpInitiatedLogout } from './rp-initiated-logout'
import { adapterOn } from './store/adapter'
import { openRecords } from './store/records'

const minute = 60
const sessionSeconds = 8 * 60 * minute

/** seconds; a code is for the next request, not for later (RFC 9700 §2.1.1, RFC 6749 §4.1.2). No refresh token is good for
 *  longer than the grant that it came from. */
const ttl = {
  AuthorizationCode: minute,
  AccessToken: 5 * minute,
  IdToken: 5 * minute,
  Interaction: 10 * minute,
  Session: sessionSeconds,
  Grant: sessionSeconds,
  RefreshToken: sessionSeconds,
}

/** Cookies know no ports: two providers on this machine share the browser's. */
const cookieNames = (port: number) => ({
  interaction: `provider_${port}_interaction`,
  resume: `provider_${port}_resume`,
  session: `provider_${port}_session`,
})

/** Where the app asks for less than the library's certified defaults, the reason stands beside it. */
function policy({ appOrigin, conformIdTokenClaims = false }: ProviderOptions): Configuration {
  return {
    ttl,
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    conformIdTokenClaims, // Auth.js reads the ID token alone
    pkce: { required: (_, client) => client.tokenEndpointAuthMethod === 'none' }, // the lab shows the plain code flow
    issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'), // without offline_access: until sign-out
    rotateRefreshToken: () => true,
    clientBasedCORS: (_, origin, client) => client.clientId === 'spa' && origin === appOrigin,
    loadExistingGrant: existingGrant(appOrigin),
    extraClientMetadata: { properties: [firstParty] },
    interactions: { url: (_, { uid }) => interactionPath(uid) },
  }
}

function findAccount({ bySub }: Directory): NonNullable<Configuration['findAccount']> {
  return (_, sub) => {
    const person = bySub(sub)
    return person && { accountId: sub, claims: () => ({ ...person, email_verified: true }) }
  }
}

function features(issuer: string, appOrigin: string, people: Directory): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    revocation: { enabled: true, allowedPolicy: (_, client, token) => token.clientId === client.clientId },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: rpInitiatedLogout(issuer, people),
    resourceIndicators: resourceIndicators(appOrigin),
  }
}

/** A real OpenID Provider for the lab, with people of its own. It speaks http, and is for this machine alone. */
export function createProvider(options: ProviderOptions): Provider {
  const { port, appOrigin, cookieKey, signingKey, folder, password } = options
  const issuer = `http://localhost:${port}`
  const people = directory(options.people ?? linAndSam)
  const registered = [...clients(options), ...(options.moreClients ?? [])]
  const provider = new Provider(issuer, {
    ...policy(options),
    clients: registered,
    adapter: adapterOn(openRecords(folder)),
    jwks: { keys: [signingKey] },
    cookies: { keys: [cookieKey], names: cookieNames(port) },
    features: features(issuer, appOrigin, people),
    findAccount: findAccount(people),
    fetch: backchannelFetch(registered),
    renderError: renderError(issuer),
  })
  provider.use(securityHeaders(registered))
  provider.use(answerFaults(issuer))
  provider.use(pressedForms(issuer))
  provider.use(interaction({ provider, directory: people, password }))
  return provider
}
