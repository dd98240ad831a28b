import { discover } from '../issuer-documents'
import { ProviderFault } from '../bounded-fetch'

/** A process of its own: Node reads NODE_EXTRA_CA_CERTS once, when it starts. Prints for each issuer what came of it. */
for (const issuer of process.argv.slice(2)) {
  const outcome = await discover(issuer, AbortSignal.timeout(5_000)).then(
    () => 'discovered',
    (error: unknown) => (error instanceof ProviderFault ? error.reason : String(error)),
  )
  console.log(outcome)
}
process.exit()
