import 'server-only'
import { once } from 'node:events'
import type { ProviderOptions } from './options'
import { createProvider } from './openid-provider'

/** The provider as a process of its own. All that it knows comes over the channel from the process that started it. */
const [options] = (await once(process, 'message')) as [ProviderOptions]
const provider = createProvider(options)

provider.on('server_error', (_, error) => console.error('The local provider failed:', error))
provider.on('backchannel.error', (_, error, { clientId }) =>
  console.error(`Back-channel logout did not reach ${clientId}: ${error.message}`),
)
provider.listen(options.port, '127.0.0.1')
