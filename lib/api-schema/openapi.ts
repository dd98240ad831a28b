import { z } from 'zod'
import { cookieStrategyIds } from '@/lib/strategies'
import { problemDetails } from './answers'
import { endpoints, type Endpoint, type Endpoints } from './api'
import { oauthError } from './tokens'

type Json = Record<string, unknown>
type Method = 'GET' | 'POST' | 'DELETE'

/** JSON Schema 2020-12, which OpenAPI 3.1 is. `io: 'input'`: what a client sends, before trimming. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json
  return rest
}

const content = (schema: Json, type = 'application/json') => ({ content: { [type]: { schema } } })

const formType = 'application/x-www-form-urlencoded'

const meaning: Record<number, string> = {
  200: 'Done',
  202: 'Accepted',
  204: 'Done, nothing to say',
  400: 'Malformed, or a code that is not valid any more',
  401: 'Not signed in',
  403: 'Another site, or not your role',
  404: 'Nothing here',
  409: 'Not as things stand',
  413: 'The body is larger than 16 KiB',
  415: 'Another media type than this takes',
  422: 'Some fields are wrong',
  429: 'Too many attempts: see Retry-After',
  502: 'The provider does not answer as it should. Nothing was changed',
  503: 'Cannot tell: see Retry-After. Nothing was changed',
}

/** What the adapter refuses by itself, before the handler is asked. */
const beforehand = (method: string, { body, form, query, errors }: Endpoint) => [
  ...(body || form ? [400, 413, 415] : []),
  ...(body && !errors ? [422] : []),
  ...(query ? [422] : []),
  ...(method === 'GET' ? [] : [403]),
]

function responses(method: string, endpoint: Endpoint) {
  const { answers, refusals } = endpoint
  const refusal = refusalContent(endpoint)
  const answered = Object.entries(answers).map(([status, schema]) => [
    status,
    {
      description: meaning[Number(status)],
      ...(schema && content(schemaOf(schema, 'output'), endpoint.mediaType)),
    },
  ])
  const refused = [...new Set([...beforehand(method, endpoint), ...refusals])].map((status) => [
    String(status),
    { description: meaning[status], ...refusal },
  ])
  return Object.fromEntries([...refused, ...answered]) as Record<string, Json>
}

/** A form is refused in the words of OAuth, JSON by a problem document unless the endpoint is of OAuth altogether. */
function refusalContent({ body, form, errors }: Endpoint) {
  const inOAuth = content({ $ref: '#/components/schemas/OAuthError' })
  const problem = content({ $ref: '#/components/schemas/Problem' }, 'application/problem+json')
  if (errors === 'oauth' || (form && !body)) return inOAuth
  return form ? { content: Object.assign({}, problem.content, inOAuth.content) } : problem
}

function requestBody({ body, form }: Endpoint): { requestBody?: Json } {
  const json = body ? content(schemaOf(body, 'input')).content : {}
  const asForm = form ? content(schemaOf(form, 'input'), formType).content : {}
  return body || form ? { requestBody: { required: true, content: Object.assign({}, json, asForm) } } : {}
}

function parameters(path: string, { query }: Endpoint) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', format: 'uuid' },
  }))
  const properties = query ? (schemaOf(query, 'input').properties as Record<string, Json>) : {}
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema,
  }))
  return [...inPath, ...inQuery]
}

const operation = (path: string, method: string, endpoint: Endpoint) => ({
  operationId: `${method.toLowerCase()} ${path}`,
  summary: endpoint.summary,
  description: endpoint.description,
  parameters: parameters(path, endpoint),
  security: endpoint.client ? [{ introspection: [] }] : undefined,
  ...requestBody(endpoint),
  responses: responses(method, endpoint),
})

const pathItem = (path: string, methods: Partial<Record<Method, Endpoint>>) =>
  Object.fromEntries(
    Object.entries(methods).map(
      ([method, endpoint]) => [method.toLowerCase(), operation(path, method, endpoint)] as const,
    ),
  )

/** Each strategy in a cookie is a way of its own to be known. */
const cookieSchemes = cookieStrategyIds.map((id) => {
  const scheme = { type: 'apiKey', in: 'cookie', name: `session.${id}` }
  return [`cookie-${id}`, scheme] as const
})

/** The API as OpenAPI 3.1, made from the schemas that validate it. @param extra endpoints beside those of every app */
export const openApiDocument = (extra: Endpoints = {}) => ({
  openapi: '3.1.0',
  info: {
    title: 'Bothways',
    version: '0.1.0',
    description:
      'Bodies are JSON of at most 16 KiB, or a form where an RFC says so. A request is known by its cookie, or by an access token in the Authorization header, which then alone decides. Changes by cookie need a same-origin Origin, by token the scope api. Errors are problem documents with a stable code, at the endpoints for tokens OAuth errors.',
  },
  paths: Object.fromEntries(
    Object.entries({ ...endpoints, ...extra }).map(
      ([path, methods]) => [path, pathItem(path, methods)] as const,
    ),
  ),
  security: [
    ...cookieSchemes.map(([name]) => ({ [name]: [] })),
    { accessToken: [] },
    { boundToken: [], proof: [] },
    {},
  ],
  components: {
    schemas: { Problem: schemaOf(problemDetails, 'output'), OAuthError: schemaOf(oauthError, 'output') },
    securitySchemes: {
      ...Object.fromEntries(cookieSchemes),
      accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT (RFC 9068)' },
      boundToken: { type: 'http', scheme: 'dpop', description: 'A token that is bound to a key (RFC 9449)' },
      proof: { type: 'apiKey', in: 'header', name: 'DPoP' },
      introspection: { type: 'http', scheme: 'basic' },
    },
  },
})

export type OpenApiDocument = ReturnType<typeof openApiDocument>
