import 'server-only'
import type { z } from 'zod'
import type { Refusal } from './refusal'

export const bodyLimitBytes = 16 * 1024

/** The body as text, or why not. Stops reading at the limit. */
export async function readText(request: Request): Promise<string | Refusal> {
  if (Number(request.headers.get('content-length') ?? 0) > bodyLimitBytes)
    return { code: 'payload_too_large' }
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > bodyLimitBytes) return { code: 'payload_too_large' }
    chunks.push(chunk)
  }
  return decoded(Buffer.concat(chunks))
}

function decoded(bytes: Uint8Array): string | Refusal {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { code: 'malformed_request' }
  }
}

/** Reads, bounds, parses and validates a JSON body; no body is `{}`. Unknown fields are refused by the schemas. */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<{ body: z.infer<Schema> } | Refusal> {
  const type = mediaType(request)
  const text = await readText(request)
  if (typeof text !== 'string') return text
  if (type !== 'application/json' && (type || text)) return { code: 'unsupported_media_type' }
  const json = parsedJson(text || '{}')
  if ('code' in json) return json
  return validated(schema, json.value)
}

/** Did it come as a form? */
export const isForm = (request: Request) => mediaType(request) === 'application/x-www-form-urlencoded'

/**
 * The same for a form, where an RFC asks for one. A parameter that comes twice is refused, unknown ones are ignored, and
 * one without a value counts as absent. A grant_type that the schema does not name is `unsupported_grant_type`.
 * @see RFC 6749 §3.2, §5.2
 */
export async function readForm<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<{ body: z.infer<Schema> } | Refusal> {
  const text = await readText(request)
  if (typeof text !== 'string') return text
  if (!isForm(request)) return { code: 'unsupported_media_type' }
  const form = new URLSearchParams(text)
  if (new Set(form.keys()).size !== form.size) return { code: 'malformed_request' }
  if (form.has('access_token') && request.headers.has('authorization')) return { code: 'token_twice' }
  const given = Object.fromEntries([...form].filter(([, value]) => value !== ''))
  const read = validated(schema, given)
  const isOtherGrant = 'errors' in read && read.errors.grant_type && given.grant_type !== undefined
  return isOtherGrant ? { code: 'unsupported_grant_type' } : read
}

const mediaType = ({ headers }: Request) => headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()

function validated<Schema extends z.ZodType>(schema: Schema, value: unknown) {
  const parsed = schema.safeParse(value)
  return parsed.success
    ? { body: parsed.data }
    : { code: 'validation_failed' as const, errors: fieldErrors(parsed.error) }
}

function parsedJson(text: string): { value: unknown } | Refusal {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return { code: 'malformed_request' }
  }
}

/** Enough for a person or a program to go on: an answer stays small, however many fields came. */
const faultsMax = 20

/** Faults by field; what concerns the whole body stands under its own name, or under `body`. */
export function fieldErrors(error: z.ZodError) {
  const errors = Object.create(null) as Record<string, string[]>
  for (const issue of error.issues.slice(0, faultsMax)) {
    const isUnknown = issue.code === 'unrecognized_keys' // its message names all of them, and would do so for each
    const names = isUnknown ? issue.keys.slice(0, faultsMax) : [String(issue.path[0] ?? 'body')]
    const message = isUnknown ? 'There is no such field.' : issue.message
    for (const name of names) (errors[name.slice(0, 64)] ??= []).push(message)
  }
  return { ...errors }
}
