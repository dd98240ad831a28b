import 'server-only'
import { exchangeAttributes, span, traceHeaders } from '@/lib/trace'
import type { Fetch } from '@/lib/client'

/** What a browser of the lab asks, as a span of its own: the app goes on with the same trace. */
export const recordedFetch: Fetch = (url, init) =>
  span('wire.exchange', async (tell) => {
    const headers = new Headers(init.headers)
    const traced = { ...init, headers: { ...Object.fromEntries(headers), ...traceHeaders() } }
    const response = await fetch(url, traced)
    const text = await response.clone().text()
    tell(() => exchangeAttributes({ url, init: { ...init, headers } }, { response, text }))
    return response
  })
