import 'server-only'
import { ProviderFault } from './provider-fault'

/**
 * The work, or a fault when `signal` aborts first. What `fetch` was given a signal for may not hear of it any more once
 * its headers are there: the one that it listens with is not kept alive.
 * @throws ProviderFault naming `what`
 */
export function beforeAbort<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
  what: string,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new ProviderFault(`${what}: no answer in time`))
    if (signal.aborted) return fail()
    signal.addEventListener('abort', fail, { once: true })
    const forget = () => signal.removeEventListener('abort', fail)
    work.then(resolve, reject).finally(forget)
  })
}
