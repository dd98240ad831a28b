import type { z } from 'zod'
import type { Prover } from './prover'
import type { oauthError } from '@/lib/api-schema/tokens'
import type { problemDetails } from '@/lib/api-schema/answers'
import type { endpoints } from '@/lib/api-schema/api'

/**
 * What can be called, read from the table of endpoints: a path, a method or a field that is not in it does not compile.
 * Types alone, so that no page gets zod from here.
 */

/** The endpoints of this app, as the routes and the OpenAPI document have them. */
export type Api = typeof endpoints

type Schema = z.ZodType
export type EndpointShape = {
  body?: Schema
  form?: Schema
  query?: Schema
  mediaType?: string
  answers: Readonly<Record<number, Schema | null>>
}
/** By path and method. Another table may be joined to `Api`. */
export type ApiTable = Readonly<Record<string, Readonly<Record<string, EndpointShape>>>>

/** `'POST /api/sign-in'`: whatever is answered in JSON, or with nothing. */
export type Operation<Table = Api> = {
  [Path in keyof Table & string]: {
    [Method in keyof Table[Path] & string]: Table[Path][Method] extends { mediaType: string }
      ? never
      : `${Method} ${Path}`
  }[keyof Table[Path] & string]
}[keyof Table & string]

type EndpointOf<Table, Of> = Of extends `${infer Method} ${infer Path}`
  ? Path extends keyof Table
    ? Method extends keyof Table[Path]
      ? Table[Path][Method]
      : never
    : never
  : never

type Json<E> = E extends { body: infer S extends Schema } ? { json: z.input<S>; form?: never } : never
type Form<E> = E extends { form: infer S extends Schema } ? { form: z.input<S>; json?: never } : never
type Content<E> = [Json<E> | Form<E>] extends [never] ? { json?: never; form?: never } : Json<E> | Form<E>
type Query<E> = E extends { query: infer S extends Schema } ? { query?: z.input<S> } : { query?: never }
type ParamsOf<Path> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Record<Name, string> & ParamsOf<Rest>
  : unknown
type Params<Of> = Of extends `${string}{${string}` ? { params: ParamsOf<Of> } : { params?: never }

/** Of every call. */
export type Presenting = {
  /** an access token, for the Authorization header */
  accessToken?: string | undefined
  /** for a token that is bound to a key of this client, or is to be */
  prover?: Prover | undefined
  /** `omit`: without the cookies that this client has, and none is kept of the answer */
  credentials?: 'omit'
  /** more of them; they win over those that the call has by itself */
  headers?: Record<string, string>
}

/** What a call takes: its body as `json` or as `form`, the parameters of its path, its query, and who calls. */
export type CallOptions<Table, Of> = Content<EndpointOf<Table, Of>> &
  Query<EndpointOf<Table, Of>> &
  Params<Of> &
  Presenting

type Answer<S> = S extends Schema ? z.output<S> : undefined
type Success = 200 | 201 | 202 | 204
type AnswerOf<E, Status> = E extends { answers: infer Answers }
  ? { [S in keyof Answers]: S extends Status ? Answer<Answers[S]> : never }[keyof Answers]
  : never
type StatusOf<E> = E extends { answers: infer Answers } ? keyof Answers : never

/** RFC 9457 */
export type Problem = z.output<typeof problemDetails>
/** RFC 6749 §5.2 */
export type OAuthError = z.output<typeof oauthError>

export type ValueOf<Table, Of> = AnswerOf<EndpointOf<Table, Of>, Success>
/** A refusal: a problem document, an OAuth error, or what the table has for a status of 400 and above. */
export type RefusalOf<Table, Of> =
  Problem | OAuthError | AnswerOf<EndpointOf<Table, Of>, Exclude<StatusOf<EndpointOf<Table, Of>>, Success>>
