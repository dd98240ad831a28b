import 'server-only'
import type { z } from 'zod'
import type { Presented } from '../contract'
import type { Refusal } from './refusal'

type Text = { ok: true; text: string } | Refusal

export const bodyLimitBytes = 16 * 1024

/** The body as text, or why not. Stops reading at the limit. */
export async function readText(request: Request): Promise<Text> {
  if (Number(request.headers.get('content-length') ?? 0) > bodyLimitBytes)
    return { ok: false, code: 'payload_too_large' }
  if (!request.body) return { ok: true, text: '' }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > bodyLimitBytes) return { ok: false, code: 'payload_too_large' }
    chunks.push(chunk)
  }
  return decoded(Buffer.concat(chunks))
}

function decoded(bytes: Uint8Array): Text {
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { ok: false, code: 'malformed_request' }
  }
}

type Read<Schema extends z.ZodType> = { ok: true; body: z.infer<Schema> } | Refusal

/** Reads, bounds, parses and validates a JSON body; no body is `{}`. Unknown fields are refused by the schemas. */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<Read<Schema>> {
  const type = mediaType(request)
  const read = await readText(request)
  if (!read.ok) return read
  const { text } = read
  if (type !== 'application/json' && (type || text)) return { ok: false, code: 'unsupported_media_type' }
  const json = parsedJson(text || '{}')
  if (!json.ok) return json
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
  presented: Presented,
): Promise<Read<Schema>> {
  const read = await readText(request)
  if (!read.ok) return read
  const { text } = read
  if (!isForm(request)) return { ok: false, code: 'unsupported_media_type' }
  const form = new URLSearchParams(text)
  if (new Set(form.keys()).size !== form.size) return { ok: false, code: 'malformed_request' }
  if (form.has('access_token') && presented.authorization !== null) return { ok: false, code: 'token_twice' }
  const given = Object.fromEntries([...form].filter(([, value]) => value !== ''))
  const parsed = validated(schema, given)
  const isOtherGrant = !parsed.ok && parsed.errors?.grant_type && given.grant_type !== undefined
  return isOtherGrant ? { ok: false, code: 'unsupported_grant_type' } : parsed
}

const mediaType = ({ headers }: Request) => headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()

function validated<Schema extends z.ZodType>(schema: Schema, value: unknown): Read<Schema> {
  const parsed = schema.safeParse(value)
  return parsed.success
    ? { ok: true, body: parsed.data }
    : { ok: false, code: 'validation_failed', errors: fieldErrors(parsed.error) }
}

function parsedJson(text: string): { ok: true; value: unknown } | Refusal {
  try {
    return { ok: true, value: JSON.parse(text) as unknown }
  } catch {
    return { ok: false, code: 'malformed_request' }
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
