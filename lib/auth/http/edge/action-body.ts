import 'server-only'
import { readFileSync } from 'node:fs'
import { IncomingMessage } from 'node:http'
import path from 'node:path'
import { z } from 'zod'
import { env } from '@/lib/env'
import { bodyLimitBytes } from '../read-body'
import type { Refusal } from '../refusal'

/** Our deepest argument is a form's state with faults by field: four levels. */
const depthMax = 10
const widthMax = 10

/**
 * What React writes into the arguments of our actions, of all that its decoder would follow: text that starts with `$$`,
 * `undefined`, and the form itself. Never a reference to a module, a promise, a stream or another part of the body.
 * @see react-server-dom-webpack, `encodeReply`
 */
const ourReference = /^\$(\$|undefined$|K[\da-f]{1,4}$)/

function isPlain(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return !value.startsWith('$') || ourReference.test(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth >= depthMax) return false
  return Object.entries(value).every(([name, member]) => name !== '__proto__' && isPlain(member, depth + 1))
}

/** Whether a text is the JSON of arguments as our own pages send them: a short list of plain values. */
export function isListOfPlainValues(text: string): boolean {
  const value = parsed(text)
  return Array.isArray(value) && value.length <= widthMax && isPlain(value)
}

/** @returns undefined for what is no JSON */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** An action by the id that the build gave it. */
export const actionId = /^[\da-f]{40,64}$/

const bound = z.strictObject({ id: z.string().regex(actionId), bound: z.union([z.null(), z.literal('$@1')]) })

type Fields = Map<string, string>

/**
 * Whether a form is what our own pages send by a script: the arguments of an action under `0`, and the fields of the form
 * behind the number of its reference (`_1_email`).
 * @param fields no files, `0` once
 * @see react-server-dom-webpack, `encodeReply`
 */
export function isReply(fields: Fields): boolean {
  const others = [...fields.keys()].filter((name) => name !== '0')
  return isListOfPlainValues(fields.get('0') ?? '') && others.every((name) => /^_[\da-f]{1,4}_/.test(name))
}

/**
 * The id of the action in a form that one of our own pages sent without a script: in names that start with `$ACTION_`.
 * @param fields no files, each such name once
 * @returns null for a form that none of our pages sends
 * @see react-server-dom-webpack, `decodeAction`
 */
export function actionOf(fields: Fields): string | null {
  const named = [...fields.keys()].filter((name) => name.startsWith('$ACTION'))
  const actions = named.filter((name) => /^\$ACTION_(ID|REF)_/.test(name))
  const [action = '', another] = actions
  if (another !== undefined) return null
  const [, number] = /^\$ACTION_REF_(\d{1,3})$/.exec(action) ?? []
  if (number !== undefined) return boundActionOf(fields, named, `$ACTION_${number}`)
  const [, id] = /^\$ACTION_ID_(.*)$/.exec(action) ?? []
  return id !== undefined && actionId.test(id) && named.every((name) => name === action) ? id : null
}

/** An action with the state of its form as the argument before the form. */
function boundActionOf(fields: Fields, named: string[], prefix: string): string | null {
  const known = [`${prefix.replace('$ACTION_', '$ACTION_REF_')}`, `${prefix}:0`, `${prefix}:1`, '$ACTION_KEY']
  if (!named.every((name) => known.includes(name))) return null
  const { data } = bound.safeParse(parsed(fields.get(`${prefix}:0`) ?? ''))
  if (!data) return null
  return data.bound === null || isListOfPlainValues(fields.get(`${prefix}:1`) ?? '') ? data.id : null
}

const manifest = z.object({ node: z.record(z.string(), z.unknown()) })

let known: ReadonlySet<string> | null | undefined

/** @returns null while developing: there an action is built when its page is asked for */
function readActions(): ReadonlySet<string> | null {
  if (env().NODE_ENV !== 'production') return null
  const file = path.join(process.cwd(), '.next', 'server', 'server-reference-manifest.json')
  return new Set(Object.keys(manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).node))
}

/** Whether this build has an action of that id. Read once: a build does not change under a running server. */
export function isAction(id: string): boolean {
  if (known === undefined) known = readActions()
  return known?.has(id) ?? true
}

type Body = { ok: true; id: string; type: string; bytes: Buffer }

/** The client left. */
type Gone = { ok: false; code: 'gone' }
/** Why a request does not reach an action: `unknown`, this build has no such action. */
export type Unreadable = Refusal | Gone | { ok: false; code: 'unknown' }

/**
 * A request to a server action with a body that Next's decoders can read, written anew from what was understood: what was
 * judged is what they get. Next answers a body that it cannot decode with 500, before any code of ours.
 * Does NOT check what the form says.
 * @returns why not, for anything that our own pages do not send
 */
export async function readableAction(
  request: IncomingMessage,
): Promise<{ ok: true; request: IncomingMessage } | Unreadable> {
  const id = request.headers['next-action']
  if (id !== undefined && !actionId.test(String(id))) return { ok: false, code: 'malformed_request' }
  const read = await readBytes(request)
  if (!read.ok) return read
  const body = await understood(read.bytes, request.headers['content-type'] ?? '', id?.toString())
  if (!body.ok) return body
  return isAction(body.id) ? { ok: true, request: withBody(request, body) } : { ok: false, code: 'unknown' }
}

/** Everything up to the limit. What comes after it is left to be thrown away with the connection. */
function readBytes(request: IncomingMessage): Promise<{ ok: true; bytes: Buffer } | Refusal | Gone> {
  const tooLarge: Refusal = { ok: false, code: 'payload_too_large', headers: { Connection: 'close' } }
  if (Number(request.headers['content-length'] ?? 0) > bodyLimitBytes) return Promise.resolve(tooLarge)
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength
      if (size <= bodyLimitBytes) return void chunks.push(chunk)
      chunks.length = 0
      resolve(tooLarge)
    })
    request.once('end', () => resolve({ ok: true, bytes: Buffer.concat(chunks) }))
    request.once('error', () => resolve({ ok: false, code: 'gone' }))
    request.once('close', () => resolve({ ok: false, code: 'gone' }))
  })
}

/** @param id of the action that a script calls; absent without a script: then the form names it */
async function understood(bytes: Buffer, type: string, id: string | undefined): Promise<Body | Refusal> {
  const kind = type.split(';')[0]!.trim().toLowerCase()
  if (kind === 'multipart/form-data') return understoodForm(bytes, type, id)
  if (id === undefined || kind !== 'text/plain') return { ok: false, code: 'unsupported_media_type' }
  return isListOfPlainValues(bytes.toString())
    ? { ok: true, id, type, bytes }
    : { ok: false, code: 'malformed_request' }
}

async function understoodForm(bytes: Buffer, type: string, id: string | undefined): Promise<Body | Refusal> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
    .formData()
    .catch(() => null)
  const fields = form && fieldsOf(form, id !== undefined)
  const action = fields && (id === undefined ? actionOf(fields) : isReply(fields) && id)
  if (!action) return { ok: false, code: 'malformed_request' }
  const written = new Response(form)
  const rewritten = Buffer.from(await written.arrayBuffer())
  return { ok: true, id: action, type: written.headers.get('content-type')!, bytes: rewritten }
}

/** @returns null with a file, or where a field that is not a person's comes twice */
function fieldsOf(form: FormData, byScript: boolean): Map<string, string> | null {
  const fields = new Map<string, string>()
  for (const [name, value] of form) {
    const isOfReact = byScript ? name === '0' : name.startsWith('$ACTION')
    if (typeof value !== 'string' || (isOfReact && fields.has(name))) return null
    fields.set(name, value)
  }
  return fields
}

/** The same request with another body, which Next reads in its place. */
function withBody(request: IncomingMessage, { type, bytes }: Body): IncomingMessage {
  const copy = new IncomingMessage(request.socket)
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request
  headers['content-type'] = type
  headers['content-length'] = String(bytes.byteLength)
  delete headers['transfer-encoding']
  Object.assign(copy, { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor })
  copy.push(bytes)
  copy.push(null)
  copy.complete = true
  return copy
}
