import 'server-only'
import { IncomingMessage } from 'node:http'
import type { Refusal } from '../problem'
import { bodyLimitBytes } from '../read-body'
import { actionId, isActionForm } from './action-form'
import { isListOfPlainValues } from './plain-value'

type Body = { type: string; bytes: Buffer }

/**
 * A request to a server action with a body that Next's decoders can read, written anew from what was understood: what was
 * judged is what they get. Next answers a body that it cannot decode with 500, before any code of ours.
 * Does NOT check whether there is such an action, nor what its form says.
 * @returns why not, for anything that our own pages do not send; `gone` when the client left
 */
export async function readableAction(request: IncomingMessage): Promise<IncomingMessage | Refusal | 'gone'> {
  const id = request.headers['next-action']
  if (id !== undefined && !actionId.test(String(id))) return { code: 'malformed_request' }
  const bytes = await readBytes(request)
  if (!Buffer.isBuffer(bytes)) return bytes
  const body = await understood(bytes, request.headers['content-type'] ?? '', id !== undefined)
  return 'code' in body ? body : withBody(request, body)
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

async function understood(bytes: Buffer, type: string, byScript: boolean): Promise<Body | Refusal> {
  const [kind = ''] = type.toLowerCase().split(';')
  if (kind.trim() === 'multipart/form-data') return understoodForm(bytes, type, byScript)
  if (!byScript || kind.trim() !== 'text/plain') return { code: 'unsupported_media_type' }
  return isListOfPlainValues(bytes.toString()) ? { type, bytes } : { code: 'malformed_request' }
}

async function understoodForm(bytes: Buffer, type: string, byScript: boolean): Promise<Body | Refusal> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
    .formData()
    .catch(() => null)
  const fields = form && fieldsOf(form, byScript)
  if (!fields || !isActionForm(fields, byScript)) return { code: 'malformed_request' }
  const written = new Response(form)
  return { type: written.headers.get('content-type')!, bytes: Buffer.from(await written.arrayBuffer()) }
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
