import 'server-only'
import { protectedResourceMetadata } from '@/lib/auth'
import { appAddress } from '@/lib/auth/http/app-address'
import { localProviders } from './local-providers'

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
