import 'server-only'
import { env } from '@/lib/env'
import { hook } from '@/lib/hooks'
import type { IdTokenStorage } from '@/lib/oidc'
import type { Presented } from './contract'

/**
 * How a provider is asked, and what a session keeps of its ID token. Without PKCE counts for a confidential client alone,
 * and nobody should do it (RFC 9700 §2.1.1).
 */
export type FlowOptions = { pkce: 'with' | 'without'; keep: IdTokenStorage }

/** PKCE always, and of the ID token what the settings say. */
export const flowOptionsOfApp = (): FlowOptions => ({ pkce: 'with', keep: env().OIDC_KEEP })

/** Filled where a request may ask for something else. */
export const flowOptions = hook<(presented: Presented) => FlowOptions>('flow-options', flowOptionsOfApp)
