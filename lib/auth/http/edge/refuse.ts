import 'server-only'
import type { IncomingMessage } from 'node:http'
import { env } from '@/lib/env'
import { html, type Html } from '@/lib/html'
import { refusals } from '../../errors'
import { problem, refusalDetail, type Refusal } from '../refusal'
import { plainPageResponse } from '../plain-page'

const noStore = 'no-store'

/**
 * The answer to a request that Next must not see, for whoever asked: a page for a person who pressed a button, text for
 * the script of a page that called an action (Next's client shows nothing but `text/plain`), a problem document otherwise.
 */
export function refuse(request: IncomingMessage, refusal: Refusal): Response {
  if (request.headers['next-action'] !== undefined) return sentence(refusal)
  return isNavigation(request) ? page(request.url ?? '/', refusal) : problem(refusal, refusal.headers)
}

/** A person went somewhere or sent a form, by what the browser says, or by what it wants where it does not say. */
export function isNavigation({ headers }: IncomingMessage): boolean {
  const mode = headers['sec-fetch-mode']
  return mode === undefined ? headers.accept?.includes('text/html') === true : mode === 'navigate'
}

const sentenceOf = ({ code }: Refusal) =>
  [refusals[code].title, refusalDetail(code)].filter(Boolean).join(' ')

const sentence = (refusal: Refusal) =>
  new Response(sentenceOf(refusal), {
    status: refusals[refusal.code].status,
    headers: headersFor('text/plain', refusal),
  })

function headersFor(type: string, { headers }: Refusal): Headers {
  const all = new Headers(headers)
  all.set('Content-Type', type)
  all.set('Cache-Control', noStore)
  return all
}

function page(target: string, refusal: Refusal): Response {
  const { status, title } = refusals[refusal.code]
  const way = refusalDetail(refusal.code) ?? 'Go back, load the page anew and try again.'
  const paragraphs = [
    html`Nothing was changed. ${way}`,
    ...(refusal.code === 'cross_origin' ? [wayOut(target)] : []),
  ]
  return plainPageResponse({ title, paragraphs }, status, refusal.headers)
}

/** The same place under the address where forms are taken: somebody may have opened the app by another name. */
function wayOut(target: string): Html {
  const { AUTH_URL } = env()
  const isPage = target.startsWith('/') && !target.startsWith('/api/')
  const url = isPage ? AUTH_URL + target.split('?')[0]! : AUTH_URL
  return html`If you came here by another name for this app, go on at <a href="${url}">${url}</a>.`
}
