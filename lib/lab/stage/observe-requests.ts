import 'server-only'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request as the app got it, and how it was answered. */
export type Observed = {
  /** what its address says of itself: `?by=` */
  by: string
  method: string
  /** Sec-Fetch-Site: what the browser says of where it came from */
  site: string
  /** Cookie and Authorization, for a look at what came along */
  carried: string
  status: number
}

const channel = 'http.server.request.start'

/**
 * Runs `work` and sees the requests to this process whose address carries `?trial=` with this mark, as they came over
 * the wire. An attacker cannot read the answers of another site: the app knows them.
 */
export async function observeRequests<Result>(mark: string, work: () => Promise<Result>) {
  const seen: Observed[] = []
  const watch = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    const { searchParams } = new URL(request.url ?? '/', 'http://app.invalid')
    if (searchParams.get('trial') !== mark) return
    const { cookie = '', authorization = '', 'sec-fetch-site': site } = request.headers
    const sent = { by: searchParams.get('by') ?? '', method: request.method ?? '', site: String(site) }
    response.once('finish', () =>
      seen.push({ ...sent, carried: `${cookie}; ${authorization}`, status: response.statusCode }),
    )
  }
  subscribe(channel, watch)
  try {
    return { result: await work(), seen }
  } finally {
    unsubscribe(channel, watch)
  }
}
