import 'server-only'
import type { ClientMetadata, JWK } from 'oidc-provider'
import type { ProviderPerson } from './clients'

/** What only this provider knows: private, kept from start to start. */
export type ProviderKeys = {
  /** signs the cookies */
  cookieKey: string
  /** private, RS256; signs ID tokens, access tokens for the API, logout tokens */
  signingKey: JWK
  /** of everybody who lives here */
  password: string
}

/** All that a provider needs to be one. Plain data: it comes as one message from the process that starts it. */
export type ProviderOptions = ProviderKeys & {
  /** TCP port; the issuer is `http://localhost:<port>` */
  port: number
  /** of the app, whose four clients are registered */
  appOrigin: string
  /** of `web-confidential` */
  clientSecret: string
  /** where sessions, grants and tokens outlive the process */
  folder: string
  /** clients beside the app's; `first_party: true` spares the question of consent */
  moreClients?: ClientMetadata[]
  /** who lives here. Default: Lin and Sam */
  people?: readonly ProviderPerson[]
  /** true: the claims of a scope come from userinfo alone, as OpenID Connect Core §5.4 has it. Default: false */
  conformIdTokenClaims?: boolean
}
