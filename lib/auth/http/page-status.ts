import 'server-only'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { headers } from 'next/headers'
import { retryAfterSeconds } from '../errors'

/** Set by this process on every request, whatever the client sent under that name. */
const exchangeHeader = 'x-exchange'

type Exchange = { response: ServerResponse; address: string }

/** What is under way, by the id of its request. One map a process: `instrumentation` and pages are bundled apart. */
const kept = globalThis as { __exchanges?: Map<string, Exchange> }
const exchanges = () => (kept.__exchanges ??= new Map())

/**
 * Remembers the response of a request until it ends, so that a page can set its status.
 * @param address of the client
 */
export function trackExchange(request: IncomingMessage, response: ServerResponse, address: string) {
  const id = randomUUID()
  request.headers[exchangeHeader] = id
  exchanges().set(id, { response, address })
  response.once('close', () => exchanges().delete(id))
}

/**
 * The client behind a request that this server sends to itself while it answers another: Next hands an action to the page
 * that has it, with all headers of the request. The id is known to nobody else, and only as long as that one lasts.
 * @returns undefined for a request from outside
 */
export const outerAddress = ({ headers }: IncomingMessage): string | undefined =>
  exchanges().get(String(headers[exchangeHeader]))?.address

/**
 * The status of the page that is being rendered. Next has none but by throwing `forbidden()` or `unauthorized()`, and
 * then renders the page in the browser only: without JavaScript it stays empty. Call it from the page itself: what is
 * below a Suspense boundary may come after the headers.
 */
export async function answerPageWith(status: number) {
  const { response } = exchanges().get((await headers()).get(exchangeHeader) ?? '') ?? {}
  if (!response || response.headersSent) return
  response.statusCode = status
  if (status === 503) response.setHeader('Retry-After', String(retryAfterSeconds))
}

/**
 * Another policy than the one of every response, for the answer that is being made: of a header that is there already, Next
 * drops what a route handler says.
 */
export async function answerWithPolicy(policy: string) {
  const response = exchanges().get((await headers()).get(exchangeHeader) ?? '')
  if (response && !response.headersSent) response.setHeader('Content-Security-Policy', policy)
}
