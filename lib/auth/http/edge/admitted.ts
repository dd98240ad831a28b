import 'server-only'
import type { IncomingMessage } from 'node:http'
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state'
import { env } from '@/lib/env'
import { hook } from '@/lib/hooks'
import { logRefusal, problem, refused } from '../refusal'
import { requestOrigin } from '../origin'
import { readableAction } from './action-body'
import { isNavigation, refuse } from './refuse'

/**
 * What the framework serves by itself and nobody here needs: the image optimiser, which fetches what it is told to; the
 * data of pages of its older router, by which every path has a second name; and the pages behind its errors, which answer
 * with a status of their own.
 */
const ofNext = /^\/_next\/(image|data)(\/|$)|^\/_(not-found|global-error|error|document|app)(\/|$)/

/** What Next serves from a folder: for what may go wrong there it has no page, and answers 500. */
const file = /^\/_next\/static\/|^\/[\w-]+\.(ico|png|svg|txt|webmanifest)$/

/** Asked for with these, a file may turn out to be 412 or 416. It is answered whole, with its ETag. */
const partOrCondition = ['range', 'if-range', 'if-match', 'if-unmodified-since']

const api = /^\/(api|\.well-known)\/|^\/(healthz|readyz)$/

/** What the overlay of `npm run dev` posts to: a build does not have it. */
const ofDevelopment = /^\/__nextjs_/

/** A page that Next does not have: it answers 404 with the page for that, also to its own client. */
const nowhere = '/404'

/**
 * The request that Next gets to see, or the answer that it gets instead. Here stands what must hold before the framework
 * decodes anything: it answers 500 to what it cannot decode, and believes a Host that a proxy made up.
 * @returns null when the client left
 */
export async function admitted(request: IncomingMessage): Promise<IncomingMessage | Response | null> {
  const path = readablePath(request.url ?? '')
  if (path === null) return problem(refused('not_found'))
  if (!isReadableState(request)) return problem(refused('malformed_request'))
  const decoded = decodeURIComponent(path)
  if (ofNext.test(decoded) || isClosed(decoded)) return notThere(request, path)
  const isPosted = request.method === 'POST' && !isOfDevelopment(path)
  if (isPosted && isForeign(request, path) && (!api.test(path) || isNavigation(request)))
    return foreign(request, path)
  if (file.test(decoded)) return wholeFile(request)
  return isPosted && !api.test(path) ? action(request) : request
}

const isOfDevelopment = (path: string) => env().NODE_ENV === 'development' && ofDevelopment.test(path)

/** By its method: it changes nothing. @see RFC 9110 §9.2.1 */
export const isRead = ({ method }: IncomingMessage) => method === 'GET' || method === 'HEAD'

function wholeFile(request: IncomingMessage): IncomingMessage | Response {
  if (!isRead(request)) return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD' } })
  for (const name of partOrCondition) delete request.headers[name]
  return request
}

/**
 * The path of a request as Next would decode it. Does NOT decode it.
 * @returns null for one that does not decode, that climbs (`..`, which every client resolves by itself), and for `*`
 */
function readablePath(target: string): string | null {
  const path = target.split(/[?#]/)[0]!
  try {
    const segments = decodeURIComponent(path).split(/[/\\]/)
    return path.startsWith('/') && !segments.some((name) => name === '..' || name === '.') ? path : null
  } catch {
    return null
  }
}

/** By any method: 404, and the page for it where a person would see one. */
function notThere(request: IncomingMessage, path: string): IncomingMessage | Response {
  if (!isRead(request) || api.test(path)) return problem(refused('not_found'))
  request.url = nowhere
  return request
}

/** Which parts of a page the client has already. Next throws where it cannot read that, on every path but a few. */
function isReadableState({ headers }: IncomingMessage): boolean {
  try {
    parseAndValidateFlightRouterState(headers['next-router-state-tree'])
    return true
  } catch {
    return false
  }
}

/** A form of a page acts for a cookie: it needs a positive sign that it is ours. The API decides for itself. */
function isForeign(request: IncomingMessage, path: string): boolean {
  const from = requestOrigin(headersOf(request))
  return api.test(path) ? from === 'foreign' : from !== 'own'
}

function foreign(request: IncomingMessage, path: string): Response {
  const refusal = { ok: false, code: 'cross_origin' } as const
  logRefusal(refusal, headersOf(request), path)
  return refuse(request, refusal)
}

async function action(request: IncomingMessage): Promise<IncomingMessage | Response | null> {
  const read = await readableAction(request)
  if (read.ok) return read.request
  if (read.code === 'gone') return null
  return read.code === 'unknown' ? noSuchAction() : refuse(request, read)
}

/** As Next says it to its client, but without a stack in the log: the page is from another build, or from nobody. */
const noSuchAction = () =>
  new Response('Server Action unavailable.', {
    status: 409,
    headers: { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store', 'X-Nextjs-Action-Not-Found': '1' },
  })

function headersOf({ headers }: IncomingMessage): Headers {
  const all = new Headers()
  for (const [name, value] of Object.entries(headers)) all.set(name, [value ?? []].flat().join(', '))
  return all
}

/** Paths that this build has and that are to be absent in this process, each with all that is below it. */
export const closedPaths = hook<readonly string[]>('closed-paths', [])

/**
 * Whether a path is closed: it answers 404 by every method. So are the endings (`.rsc`, `.segments/…`) that the framework
 * has for the data of a page. It is the first lock of two: what is closed here says 404 by itself as well.
 * @param path decoded, without a query
 */
export const isClosed = (path: string): boolean =>
  closedPaths.get().some((closed) => path.startsWith(closed) && !/[\w-]/.test(path.charAt(closed.length)))
