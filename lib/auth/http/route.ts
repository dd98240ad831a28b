import 'server-only'
import type { z } from 'zod'
import { endpoints, labPaths, type EndpointPath } from '@/lib/forms/api'
import type { Asking } from '../asking'
import { noteRefusal } from './note-refusal'
import { labIsOn } from './lab'
import { requestOrigin } from './origin'
import { askingBy } from './presented'
import { challenge, problem, type Refusal } from './problem'
import { fieldErrors, readBody } from './read-body'
import { refusalFor } from './refusal-for'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
type Method = (typeof methods)[number]
type Params = Record<string, string>

type Endpoint<Path extends EndpointPath> = (typeof endpoints)[Path]
type BodyOf<E> = E extends { body: infer Schema extends z.ZodType } ? z.infer<Schema> : undefined
type QueryOf<E> = E extends { query: infer Schema extends z.ZodType } ? z.infer<Schema> : undefined
type Call<Body, Query> = {
  request: Request
  body: Body
  query: Query
  params: Params
  asking: Asking
  now: Date
}
type AnyHandler = (call: Call<unknown, unknown>) => Promise<Response | Refusal>
type Handlers<Path extends EndpointPath> = {
  [M in keyof Endpoint<Path>]: (
    call: Call<BodyOf<Endpoint<Path>[M]>, QueryOf<Endpoint<Path>[M]>>,
  ) => Promise<Response | Refusal>
}
type NextHandler = (request: Request, context: { params: Promise<Params> }) => Promise<Response>

/**
 * The adapter between Next and the endpoints of `lib/forms/api`: method, origin, body, then the handler, and every
 * outcome as a response. A handler returns a response, or the refusal that `problem` writes.
 */
export function route<Path extends EndpointPath>(
  path: Path,
  handlers: Handlers<Path>,
): Record<Method, NextHandler> {
  const allowed = Object.keys(handlers).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  const allow = { Allow: [...allowed, 'OPTIONS'].join(', ') }
  const answer = (method: Method): NextHandler => {
    const name = (method === 'HEAD' ? 'GET' : method) as keyof Endpoint<Path>
    const handler = handlers[name] as AnyHandler | undefined
    if (method === 'OPTIONS') return async () => new Response(null, { status: 204, headers: allow })
    if (!handler) return async () => problem({ code: 'method_not_allowed' }, allow)
    const endpoint = endpoints[path][name] as EndpointShape
    return (request, context) => outcome(request, () => run(endpoint, handler, request, context))
  }
  const handlerOf = (method: Method) => unlessClosed(path, answer(method))
  return Object.fromEntries(methods.map((method) => [method, handlerOf(method)])) as Record<
    Method,
    NextHandler
  >
}

const unlessClosed =
  (path: EndpointPath, handler: NextHandler): NextHandler =>
  async (request, context) =>
    labPaths.has(path) && !labIsOn() ? problem({ code: 'not_found' }) : handler(request, context)

type EndpointShape = { body?: z.ZodType; query?: z.ZodType; origin?: 'not-foreign' }

async function run(
  endpoint: EndpointShape,
  handler: AnyHandler,
  request: Request,
  context: { params: Promise<Params> },
): Promise<Response | Refusal> {
  const changes = request.method !== 'GET' && request.method !== 'HEAD'
  if (changes && !originAllowed(endpoint, request.headers)) return { code: 'cross_origin' }
  const read = endpoint.body ? await readBody(request, endpoint.body) : { body: undefined }
  if ('code' in read) return read
  const query = endpoint.query?.safeParse(queryOf(request))
  if (query?.error) return { code: 'validation_failed', errors: fieldErrors(query.error) }
  const asking = askingBy(request.headers)
  return handler({
    request,
    body: read.body,
    query: query?.data,
    params: await context.params,
    asking,
    now: new Date(),
  })
}

/** A name that comes twice is an array, which no schema takes. */
function queryOf(request: Request) {
  const { searchParams } = new URL(request.url)
  const valueOf = (name: string) =>
    searchParams.getAll(name).length > 1 ? searchParams.getAll(name) : searchParams.get(name)
  return Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, valueOf(name)]))
}

function originAllowed({ origin }: EndpointShape, headers: Headers) {
  const from = requestOrigin(headers)
  return from === 'own' || (from === 'unsaid' && origin === 'not-foreign')
}

/** Whatever went wrong behind the handler, as an answer that tells nothing of it. */
async function outcome(request: Request, work: () => Promise<Response | Refusal>): Promise<Response> {
  try {
    const result = await work()
    if (result instanceof Response) return result
    noteRefusal(result, request.headers, new URL(request.url).pathname)
    return problem(result, { ...result.headers, ...challenge(result, request.headers) })
  } catch (error) {
    return problem(refusalFor(error))
  }
}
