import 'server-only'
import { z } from 'zod'
import { flowOptionsOfApp, type FlowOptions, type Presented } from '@/lib/auth'
import type { BrowserChoices } from '@/lib/auth/http/page-extras'
import { preferenceIn } from '@/lib/auth/http/preference'

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
