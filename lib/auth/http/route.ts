import 'server-only'
import type { z } from 'zod'
import { type Endpoint, type EndpointPath, type Endpoints, endpoints } from '@/lib/api-schema/api'
import { untilHeard } from '@/lib/db/changes'
import { hook } from '@/lib/hooks'
import { freshNonceFor } from '../parts/dpop-proof'
import type { RequestContext } from '../request-context'
import { admit, changes } from './admit'
import { corsHeaders, preflightHeaders } from './response-headers'
import { identifyCall } from './identify'
import { fieldErrors, isForm, readBody, readForm } from './read-body'
import { type Refusal, challenge, logRefusal, oauthError, problem, refused, refusalFor } from './refusal'

const everyMethod = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
type Method = (typeof everyMethod)[number]
type Params = Record<string, string>

/** Summary and answers are for the document of the API: an endpoint that is not in it may leave them out. */
type Rules = Partial<Endpoint>
type Table = Partial<Record<'GET' | 'POST' | 'DELETE', Rules>>
type Json<E> = E extends { body: infer Schema extends z.ZodType } ? z.infer<Schema> : never
type Form<E> = E extends { form: infer Schema extends z.ZodType } ? z.infer<Schema> : never
type BodyOf<E> = [Json<E> | Form<E>] extends [never] ? undefined : Json<E> | Form<E>
type QueryOf<E> = E extends { query: infer Schema extends z.ZodType } ? z.infer<Schema> : undefined
type Call<Body, Query> = {
  request: Request
  body: Body
  query: Query
  params: Params
  ctx: RequestContext
}
type AnyHandler = (call: Call<unknown, unknown>) => Promise<Response | Refusal>
type Handlers<Endpoints> = {
  [M in keyof Endpoints]: (
    call: Call<BodyOf<Endpoints[M]>, QueryOf<Endpoints[M]>>,
  ) => Promise<Response | Refusal>
}
type NextHandler = (request: Request, context: { params: Promise<Params> }) => Promise<Response>

/** Endpoints beside those of every app, for the documents that list them. They are served by `routeOf`. */
export const extraEndpoints = hook<Endpoints>('extra-endpoints', {})

/** The handlers of an endpoint of `lib/api-schema/api`. @see routeOf */
export const route = <Path extends EndpointPath>(path: Path, handlers: Handlers<(typeof endpoints)[Path]>) =>
  routeOf<(typeof endpoints)[Path]>(endpoints[path], handlers)

/**
 * The adapter between Next and a described endpoint: method, who may, body, then the handler, and every outcome as a
 * response. A handler returns a response, or the refusal that `problem` writes.
 */
export function routeOf<Methods extends Table>(
  methods: Methods,
  handlers: Handlers<Methods>,
): Record<Method, NextHandler> {
  const allowed = Object.keys(handlers).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  const allow = { Allow: [...allowed, 'OPTIONS'].join(', ') }
  const rules = methods as Record<string, Rules>
  const isPublic = Object.values(rules).every(({ readableBy }) => readableBy === 'any-origin')
  const answer = (method: Method): NextHandler => {
    const name = method === 'HEAD' ? 'GET' : method
    const handler = (handlers as Record<string, AnyHandler | undefined>)[name]
    const endpoint = rules[name]
    if (method === 'OPTIONS') return (request) => preflight(request, allow.Allow, isPublic)
    if (!handler || !endpoint) return async () => problem(refused('method_not_allowed'), allow)
    return (request, context) => {
      const ctx = identifyCall(request)
      return withNonce(
        ctx,
        outcome(endpoint, request, ctx, () => run(endpoint, handler, request, ctx, context)),
      )
    }
  }
  const handlerOf = (method: Method) => withCors(isPublic, answer(method))
  return Object.fromEntries(everyMethod.map((method) => [method, handlerOf(method)])) as Record<
    Method,
    NextHandler
  >
}

/** The nonce of the next proof, where this one had to have one. @see RFC 9449 §8.2 */
async function withNonce({ presented }: RequestContext, answer: Promise<Response>): Promise<Response> {
  const response = await answer
  const nonce = freshNonceFor(presented.proof)
  if (nonce !== undefined) response.headers.set('DPoP-Nonce', nonce)
  return response
}

const preflight = async ({ headers }: Request, Allow: string, isPublic: boolean) =>
  new Response(null, { status: 204, headers: { Allow, ...preflightHeaders(headers, Allow, isPublic) } })

const withCors =
  (isPublic: boolean, handler: NextHandler): NextHandler =>
  async (request, context) => {
    const response = await handler(request, context)
    for (const [name, value] of Object.entries(corsHeaders(request.headers, isPublic)))
      response.headers.append(name, value)
    return response
  }

async function run(
  endpoint: Rules,
  handler: AnyHandler,
  request: Request,
  ctx: RequestContext,
  context: { params: Promise<Params> },
): Promise<Response | Refusal> {
  const admitted = await admit(endpoint, request, ctx)
  if (!admitted.ok) return admitted
  const read = await readContent(endpoint, request, ctx)
  if (!read.ok) return read
  const query = endpoint.query?.safeParse(queryOf(request))
  if (query?.error) return { ok: false, code: 'validation_failed', errors: fieldErrors(query.error) }
  const answer = await handler({
    request,
    ctx,
    body: read.body,
    query: query?.data,
    params: await context.params,
  })
  if (changes(request) && !endpoint.waitsByItself) await untilHeard()
  return answer
}

async function readContent({ body, form }: Rules, request: Request, { presented }: RequestContext) {
  if (form && (!body || isForm(request))) return readForm(request, form, presented)
  return body ? readBody(request, body) : { ok: true as const, body: undefined }
}

/** A name that comes twice is an array, which no schema takes. */
function queryOf(request: Request) {
  const { searchParams } = new URL(request.url)
  const valueOf = (name: string) =>
    searchParams.getAll(name).length > 1 ? searchParams.getAll(name) : searchParams.get(name)
  return Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, valueOf(name)]))
}

/** Does the work of a handler. A refusal becomes its answer; so does an error, without its details. */
async function outcome(
  { errors, form }: Rules,
  request: Request,
  { presented }: RequestContext,
  work: () => Promise<Response | Refusal>,
): Promise<Response> {
  const refuse = errors === 'oauth' || (form && isForm(request)) ? oauthError : problem
  try {
    const result = await work()
    if (result instanceof Response) return result
    logRefusal(result, request.headers, new URL(request.url).pathname)
    return refuse(result, { ...result.headers, ...challenge(result, presented) })
  } catch (error) {
    return refuse(refusalFor(error))
  }
}
