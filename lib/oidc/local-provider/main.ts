import 'server-only'
import { once } from 'node:events'
import { env } from '@/lib/env'
import { createProvider, type ProviderKeys } from './provider'

/** The provider as a process of its own. Its keys come over the channel from the process that started it. */
const [keys] = (await once(process, 'message')) as [ProviderKeys]
const { OIDC_PORT: port, AUTH_URL: appOrigin, LOCAL_PROVIDER_SECRET: clientSecret } = env()

createProvider({ ...keys, port, appOrigin, clientSecret }).listen(port, '127.0.0.1')
