import 'server-only'
import { lookup } from 'node:dns'
import { Agent, fetch } from 'undici'
import { resolvableName } from './loopback'

/** Node's own `fetch` cannot be told how a name is resolved: hence its package. */
const dispatcher = new Agent({
  connect: { lookup: (name, options, found) => lookup(resolvableName(name), options, found) },
})

/**
 * `fetch`, to which every name below `localhost` is this machine, whatever the resolver knows (RFC 6761 §6.3).
 * @throws as `fetch` does
 */
export async function localhostFetch(url: string, init: RequestInit): Promise<Response> {
  const options = { ...init, dispatcher } as Parameters<typeof fetch>[1]
  return (await fetch(url, options)) as unknown as Response // the same class by another package
}
