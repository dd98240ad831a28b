import 'server-only'
import { z } from 'zod'
import { flowOptionsOfApp, type FlowOptions, type Presented, protectedResourceMetadata } from '@/lib/auth'
import type { BrowserChoices } from '@/lib/auth/http/page-extras'
import { preferenceIn } from '@/lib/auth/http/preference'
import { appAddress } from '@/lib/auth/http/origin'
import { localProviders } from './demo'

const preference = 'provider-lab'

const choice = z.strictObject({ pkce: z.enum(['with', 'without']), keep: z.enum(['claims', 'id-token']) })

function chosen(kept: string | undefined): FlowOptions {
  const parts = kept?.split('.')
  if (!parts) return flowOptionsOfApp()
  return {
    pkce: parts.includes('without') ? 'without' : 'with',
    keep: parts.includes('id-token') ? 'id-token' : 'claims',
  }
}

/** What a visitor of the lab chose for this browser; before that, the app's own settings. */
export const chosenFlowOptions = (presented: Presented): FlowOptions =>
  chosen(preferenceIn(presented, preference))

/** The form for it, on the sign-in page. */
export const flowChoices: BrowserChoices = {
  preference,
  title: 'Lab: how a provider is asked',
  questions: [
    {
      name: 'pkce',
      legend: 'Authorization code flow of the confidential client',
      options: [
        ['with', 'With PKCE: what everybody should do'],
        ['without', 'Without: the plain flow, to compare'],
      ],
    },
    {
      name: 'keep',
      legend: 'What the session keeps of the ID token',
      options: [
        ['claims', 'Chosen claims'],
        ['id-token', 'The token itself, encrypted'],
      ],
    },
  ],
  schema: choice,
  read: chosen,
  write: ({ pkce, keep }) => `${pkce}.${keep}`,
  done: 'Kept for this browser. It counts from the next sign-in.',
}

const singlePagePath = '/spa'

const issuer = () => localProviders()[0]!.issuer

/** Who signs people in to the single-page client, where it sends them back to, and for which API. */
export const singlePageProvider = () => ({
  issuer: issuer(),
  redirectUri: `${appAddress().origin}${singlePagePath}`,
  resource: protectedResourceMetadata().resource,
})

/** The single-page client speaks to its provider by itself: its page may connect to it. @returns origins */
export const connectionsOfPage = (path: string): string[] =>
  path === singlePagePath ? [new URL(issuer()).origin] : []
