import 'server-only'
import { env } from '@/lib/env'
import { isLoopbackUrl } from '@/lib/loopback'

/** Where the app says that it is: from any other origin it obeys no change. `isLocal`: only a browser beside it gets there. */
export type AppAddress = { origin: string; isLocal: boolean }

/** The address that AUTH_URL names, whatever the request came in by. */
export const appAddress = (): AppAddress => ({
  origin: env().AUTH_URL,
  isLocal: isLoopbackUrl(env().AUTH_URL),
})
