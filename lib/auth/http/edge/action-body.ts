import 'server-only'
import { IncomingMessage } from 'node:http'
import type { Refusal } from '../problem'
import { bodyLimitBytes } from '../read-body'
import { actionId, actionOf, isReply } from './action-form'
import { isAction } from './known-actions'
import { isListOfPlainValues } from './plain-value'

type Body = { id: string; type: string; bytes: Buffer }

/** Why a request does not reach an action: `gone`, the client left; `unknown`, this build has no such action. */
export type Unreadable = Refusal | 'gone' | 'unknown'

/**
 * A request to a server action with a body that Next's decoders can read, written anew from what was understood: what was
 * judged is what they get. Next answers a body that it cannot decode with 500, before any code of ours.
 * Does NOT check what the form says.
 * @returns why not, for anything that our own pages do not send
 */
export async function readableAction(request: IncomingMessage): Promise<IncomingMessage | Unreadable> {
  const id = request.headers['next-action']
  if (id !== undefined && !actionId.test(String(id))) return { code: 'malformed_request' }
  const bytes = await readBytes(request)
  if (!Buffer.isBuffer(bytes)) return bytes
  const body = await understood(bytes, request.headers['content-type'] ?? '', id?.toString())
  if ('code' in body) return body
  return isAction(body.id) ? withBody(request, body) : 'unknown'
}

/** Everything up to the limit. What comes after it is left to be thrown away with the connection. */
function readBytes(request: IncomingMessage): Promise<Buffer | Refusal | 'gone'> {
  const tooLarge: Refusal = { code: 'payload_too_large', headers: { Connection: 'close' } }
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
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', () => resolve('gone'))
    request.once('close', () => resolve('gone'))
  })
}

/** @param id of the action that a script calls; absent without a script: then the form names it */
async function understood(bytes: Buffer, type: string, id: string | undefined): Promise<Body | Refusal> {
  const kind = type.split(';')[0]!.trim().toLowerCase()
  if (kind === 'multipart/form-data') return understoodForm(bytes, type, id)
  if (id === undefined || kind !== 'text/plain') return { code: 'unsupported_media_type' }
  return isListOfPlainValues(bytes.toString()) ? { id, type, bytes } : { code: 'malformed_request' }
}

async function understoodForm(bytes: Buffer, type: string, id: string | undefined): Promise<Body | Refusal> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
    .formData()
    .catch(() => null)
  const fields = form && fieldsOf(form, id !== undefined)
  const action = fields && (id === undefined ? actionOf(fields) : isReply(fields) && id)
  if (!action) return { code: 'malformed_request' }
  const written = new Response(form)
  const rewritten = Buffer.from(await written.arrayBuffer())
  return { id: action, type: written.headers.get('content-type')!, bytes: rewritten }
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
