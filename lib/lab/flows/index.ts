import 'server-only'
import { bearer } from './bearer'
import type { Flow } from './contract'
import { hybrid } from './hybrid'
import { jwt } from './jwt'
import { oidcCode } from './oidc-code'
import { oidcPkce } from './oidc-pkce'
import { oidcPublic } from './oidc-public'
import { session } from './session'

/** The registry: a flow is one module and one line. The order is that of the page. */
export const flows: readonly Flow[] = [session, jwt, bearer, hybrid, oidcCode, oidcPkce, oidcPublic]

export const flowBySlug = (slug: string) => flows.find((flow) => flow.slug === slug)
