import 'server-only'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { headers } from 'next/headers'
import { oncePerProcess } from '@/lib/once-per-process'
import { retryAfterSeconds } from '../errors'
import type { PageReading } from '../read'
import type { RequestContext } from '../request-context'

/** Set by this process on every request, whatever the client sent under that name. */
const exchangeHeader = 'x-exchange'

type PageExchange = { response: ServerResponse; address: string; seen?: SeenBefore }

/** What the proxy found out about a request before its page: the context, and who is signed in. */
export type SeenBefore = { ctx: RequestContext; reading?: PageReading }

/** The requests that are not answered yet, by id. */
const exchanges = oncePerProcess('exchanges', () => new Map<string, PageExchange>())

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

/** Hands on to the page of the same request what is known already, so that its session is looked up once. */
export function shareWithPage(headers: Headers, seen: SeenBefore) {
  const exchange = exchanges().get(headers.get(exchangeHeader) ?? '')
  if (exchange) exchange.seen = seen
}

/** What `shareWithPage` handed on; undefined where nothing was. @param headers of the same request */
export const seenBefore = (headers: Headers): SeenBefore | undefined =>
  exchanges().get(headers.get(exchangeHeader) ?? '')?.seen

/** Whether an answer is on its way, of any request that has arrived. */
export const isAnswering = () => exchanges().size > 0

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

/** A header of the answer to the request that is being handled, where Next lets an action or a route set cookies alone. */
export async function setAnswerHeader(name: string, value: string) {
  const { response } = exchanges().get((await headers()).get(exchangeHeader) ?? '') ?? {}
  if (response && !response.headersSent) response.setHeader(name, value)
}

const policyHeader = 'content-security-policy'

/**
 * The answer of a route with a policy of its own instead of the one that every response has. Next would send both, and a
 * browser applies both to the page.
 * @param sent the headers of the request
 */
export function withOwnPolicy(sent: Headers, answer: Response): Response {
  const policy = answer.headers.get(policyHeader)
  const { response } = exchanges().get(sent.get(exchangeHeader) ?? '') ?? {}
  if (policy === null || !response || response.headersSent) return answer
  response.setHeader(policyHeader, policy)
  const headers = new Headers(answer.headers)
  headers.delete(policyHeader)
  return new Response(answer.body, { status: answer.status, headers })
}
