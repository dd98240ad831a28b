import 'server-only'
import { exchangeAttributes, span, traceHeaders } from '@/lib/trace'
import type { Fetch } from '@/lib/client'

export type Lane = 'browser' | 'app' | 'database' | 'provider'

/** Lines of a message as they went over a wire or into a row: a name and a value, or a text as it is. */
export type Part = { title: string; lines: [name: string, value: string][] } | { title: string; text: string }

/** Something that went from one lane to another, or was done in one: then `to` is `from`. */
export type Message = {
  from: Lane
  to: Lane
  /** a few words, for the arrow */
  label: string
  /** `refused`: an answer of 400 and above */
  tone: 'plain' | 'refused'
  /** since the recording began */
  startMs: number
  /** of the whole exchange, where it is an answer; of the work, where it is work; 0 for a request */
  durationMs: number
  parts: Part[]
}

export type RecordedStep = {
  /** "1" to "8" where a flow of the article has eight; "7a" for what comes after one and is not in it */
  label: string
  title: string
  text: string
  startMs: number
  /** from the first of its messages to the end of the last */
  durationMs: number
  messages: Message[]
}

/** Plain data, with every secret in it masked. */
export type Recording = {
  flow: string
  title: string
  /** ISO 8601 */
  recordedAt: string
  durationMs: number
  /** of W3C Trace Context: the same at an OTLP collector, where there is one */
  traceId: string
  steps: RecordedStep[]
}

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
