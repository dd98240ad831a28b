import 'server-only'
import { strategyIds, type StrategyId } from '@/lib/strategies'
import { bearer } from './bearer'
import { dbsc } from './dbsc'
import { dpop } from './dpop'
import type { Flow } from './flow'
import { hybrid } from './hybrid'
import { jwt } from './jwt'
import { oidcCode, oidcPkce, oidcPublic } from './oidc'
import { session } from './session'

/** A strategy from signing in with a password to signing out. */
const ofStrategy: Record<StrategyId, Flow> = {
  database: session,
  jwt,
  dbsc,
  bearer,
  hybrid,
  dpop,
}

/** The registry: a flow is one module and one line. The order is that of the page. */
export const flows: readonly Flow[] = [
  ...strategyIds.map((id) => ofStrategy[id]),
  oidcCode,
  oidcPkce,
  oidcPublic,
]

/** @param slug may come from an address; undefined for one that no flow has */
export const flowBySlug = (slug: string) => flows.find((flow) => flow.slug === slug)
