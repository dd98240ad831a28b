import type { z } from 'zod'
import { exchange, type Content, type Exchange } from './exchange'
import type { Api, ApiTable, CallOptions, Operation, RefusalOf, ValueOf } from './operations'
import type { Transport } from './transport'

/**
 * What became of a call. `code` is stable: that of the problem document or of the OAuth error, the reason why nobody is
 * signed in, `unavailable`, `no_answer`, or `unexpected_answer` for what the endpoint does not promise.
 */
export type ApiAnswer<Value, Refusal> = Exchange &
  ({ ok: true; value: Value } | { ok: false; code: string; problem: Refusal | null })

export type ApiAnswerOf<Of, Table = Api> = ApiAnswer<ValueOf<Table, Of>, RefusalOf<Table, Of>>

type Arguments<Options> = Record<never, never> extends Options ? [options?: Options] : [options: Options]

export type ApiClient<Table = Api> = {
  /**
   * Calls one endpoint. A refusal is returned, not thrown, and so is silence (`status` 0, `no_answer`).
   * @throws AbortError when stopped
   */
  call<Of extends Operation<Table>>(
    operation: Of,
    ...[options]: Arguments<CallOptions<Table, Of>>
  ): Promise<ApiAnswerOf<Of, Table>>
}

type AnyOptions = Content & {
  params?: Record<string, string>
  query?: Record<string, string | undefined>
}
type Checked = { parsed: unknown; fits: boolean }

/**
 * A client of the API of this app, typed by the table of its endpoints.
 * @param transport carries the requests: from a page, from Node, recorded, or in a test
 * @param table where answers are to be checked against their schemas. Without it they are believed: of the JSON of a
 *   success only the syntax is looked at. A page does without, so that it need not load zod.
 */
export function createClient<Table = Api>(transport: Transport, table?: ApiTable): ApiClient<Table> {
  const call = async (operation: string, options: AnyOptions = {}) => {
    const [method = '', template = ''] = operation.split(' ')
    const answer = await exchange(transport, method, pathOf(template, options), options)
    const schema = table?.[template]?.[method]?.answers[answer.status]
    return answerOf(answer, check(answer.text, schema))
  }
  return { call } as unknown as ApiClient<Table>
}

/** `{id}` and the like are filled in; what the query leaves out is left out. */
function pathOf(template: string, { params = {}, query = {} }: AnyOptions): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const asked = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, value)
  return asked.size > 0 ? `${path}?${asked.toString()}` : path
}

/** @param schema null: nothing is promised but that the body is empty; undefined: it is believed */
function check(text: string, schema: z.ZodType | null | undefined): Checked {
  if (text === '') return { parsed: undefined, fits: !schema }
  try {
    const parsed = JSON.parse(text) as unknown
    return { parsed, fits: schema === null ? false : !schema || schema.safeParse(parsed).success }
  } catch {
    return { parsed: undefined, fits: false }
  }
}

function answerOf(answer: Exchange, { parsed, fits }: Checked): ApiAnswer<unknown, unknown> {
  const isSuccess = answer.status >= 200 && answer.status < 300
  if (isSuccess && fits) return { ...answer, ok: true, value: parsed }
  if (answer.status === 0) return { ...answer, ok: false, code: 'no_answer', problem: null }
  const code = isSuccess ? undefined : codeIn(parsed, fits)
  const problem = code === undefined ? null : parsed
  return { ...answer, ok: false, code: code ?? 'unexpected_answer', problem }
}

/**
 * `code` of a problem document, `error` of RFC 6749 §5.2, which come with any status; and of a state, which the table has
 * for this one, why nobody is signed in.
 */
function codeIn(parsed: unknown, fits: boolean): string | undefined {
  if (typeof parsed !== 'object' || parsed === null) return undefined
  const { code, error, because, status } = parsed as Record<string, unknown>
  const words = fits ? [code, error, because, status] : [code, error]
  return words.find((word) => typeof word === 'string')
}
