import 'server-only'
import type { z } from 'zod'
import {
  type Endpoint,
  type EndpointMethods,
  type EndpointPath,
  type Endpoints,
  endpoints,
} from '@/lib/api-schema/api'
import { hook } from '@/lib/hooks'
import type { RequestContext } from '../request-context'
import { admit } from './admit'
import { corsHeaders, preflightHeaders } from './cors'
import { requestContext } from './identify'
import { fieldErrors, isForm, readBody, readForm } from './read-body'
import { type Refusal, challenge, logRefusal, oauthError, problem, refusalFor } from './refusal'

const everyMethod = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
type Method = (typeof everyMethod)[number]
type Params = Record<string, string>

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
  now: Date
}
type AnyHandler = (call: Call<unknown, unknown>) => Promise<Response | Refusal>
type Handlers<Methods extends EndpointMethods> = {
  [M in keyof Methods]: (call: Call<BodyOf<Methods[M]>, QueryOf<Methods[M]>>) => Promise<Response | Refusal>
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
export function routeOf<Methods extends EndpointMethods>(
  methods: Methods,
  handlers: Handlers<Methods>,
): Record<Method, NextHandler> {
  const allowed = Object.keys(handlers).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  const allow = { Allow: [...allowed, 'OPTIONS'].join(', ') }
  const isPublic = Object.values(methods as Record<string, Endpoint>).every(
    ({ readableBy }) => readableBy === 'any-origin',
  )
  const answer = (method: Method): NextHandler => {
    const name = (method === 'HEAD' ? 'GET' : method) as keyof Methods
    const handler = handlers[name] as AnyHandler | undefined
    if (method === 'OPTIONS') return (request) => preflight(request, allow.Allow, isPublic)
    if (!handler) return async () => problem({ code: 'method_not_allowed' }, allow)
    const endpoint = methods[name] as Endpoint
    return (request, context) => outcome(endpoint, request, () => run(endpoint, handler, request, context))
  }
  const handlerOf = (method: Method) => withCors(isPublic, answer(method))
  return Object.fromEntries(everyMethod.map((method) => [method, handlerOf(method)])) as Record<
    Method,
    NextHandler
  >
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
  endpoint: Endpoint,
  handler: AnyHandler,
  request: Request,
  context: { params: Promise<Params> },
): Promise<Response | Refusal> {
  const [ctx, now] = [requestContext(request.headers), new Date()]
  const refused = await admit(endpoint, request, ctx, now)
  if (refused) return refused
  const read = await readContent(endpoint, request)
  if ('code' in read) return read
  const query = endpoint.query?.safeParse(queryOf(request))
  if (query?.error) return { code: 'validation_failed', errors: fieldErrors(query.error) }
  return handler({
    request,
    ctx,
    now,
    body: read.body,
    query: query?.data,
    params: await context.params,
  })
}

async function readContent({ body, form }: Endpoint, request: Request) {
  if (form && (!body || isForm(request))) return readForm(request, form)
  return body ? readBody(request, body) : { body: undefined }
}

/** A name that comes twice is an array, which no schema takes. */
function queryOf(request: Request) {
  const { searchParams } = new URL(request.url)
  const valueOf = (name: string) =>
    searchParams.getAll(name).length > 1 ? searchParams.getAll(name) : searchParams.get(name)
  return Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, valueOf(name)]))
}

/** Whatever went wrong behind the handler, as an answer that tells nothing of it. */
async function outcome(
  { errors, form }: Endpoint,
  request: Request,
  work: () => Promise<Response | Refusal>,
): Promise<Response> {
  const refuse = errors === 'oauth' || (form && isForm(request)) ? oauthError : problem
  try {
    const result = await work()
    if (result instanceof Response) return result
    logRefusal(result, request.headers, new URL(request.url).pathname)
    return refuse(result, { ...result.headers, ...challenge(result, request.headers) })
  } catch (error) {
    return refuse(refusalFor(error))
  }
}

/** The handlers of a route that is no endpoint of the JSON API: it takes POST, and says so to all else. */
export function onlyPost<Rest extends unknown[]>(
  POST: (request: Request, ...rest: Rest) => Promise<Response>,
) {
  const wrong = async () => problem({ code: 'method_not_allowed' }, { Allow: 'POST' })
  return { GET: wrong, HEAD: wrong, PUT: wrong, PATCH: wrong, DELETE: wrong, OPTIONS: wrong, POST }
}

/** The same for a route that only answers: it takes GET and HEAD. */
export function onlyGet(GET: () => Promise<Response>) {
  const wrong = async () => problem({ code: 'method_not_allowed' }, { Allow: 'GET, HEAD' })
  return { GET, HEAD: GET, POST: wrong, PUT: wrong, PATCH: wrong, DELETE: wrong, OPTIONS: wrong }
}
