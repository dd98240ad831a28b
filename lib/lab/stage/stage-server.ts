import 'server-only'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CookieWrite } from '@/lib/auth'
import { pagePolicy } from '@/lib/auth/http/response-headers'
import { serialiseCookie } from '@/lib/auth/http/answer'
import { env } from '@/lib/env'
import { logFailure } from '@/lib/log'
import { oncePerProcess } from '@/lib/once-per-process'
import { ownAddress } from '../trial/browser'
import { documentOf, waitingPage } from './document'
import { StageWindow } from './window'

/**
 * A small server for pages that the app must never serve: with a script that somebody injected, without a policy, of
 * another site. It has a host name that the reader's own session is not at: what is planted there in the way of cookies
 * replaces none of theirs. Cookies know no ports, so the app itself at that host gets them.
 */
export type Stage = {
  /** where pages of a victim are */
  origin: string
  /** the same server under a name that is another site */
  otherSite: string
  /** the app, at the host of `origin` */
  app: string
  windows: Map<string, StageWindow>
}

const loopback = '127.0.0.1'
const bodyLimitBytes = 64 * 1024
const rememberedMs = 60_000

async function open(): Promise<Stage> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      logFailure('lab.stage', error)
      response.writeHead(500).end()
    })
  })
  server.listen(0, loopback).unref()
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const isTaken = new URL(env().AUTH_URL).hostname === loopback
  const [host, other] = isTaken ? ['localhost', loopback] : [loopback, 'localhost']
  const at = (name: string, port: number) => `http://${name}:${port}`
  return { origin: at(host, port), otherSite: at(other, port), app: at(host, env().PORT), windows: new Map() }
}

export const stage = oncePerProcess('stage', open)

/** Lends a window for the length of `work`. It is remembered a little longer, to say that it is over. */
export async function withStageWindow<Result>(
  work: (window: StageWindow) => Promise<Result>,
): Promise<Result> {
  const { origin, windows } = await stage()
  const window = new StageWindow(origin)
  windows.set(window.id, window)
  try {
    return await work(window)
  } finally {
    window.isOver = true
    setTimeout(() => windows.delete(window.id), rememberedMs).unref()
  }
}

/** @see https://developer.mozilla.org/docs/Web/Security: DNS rebinding, hence the look at Host */
async function answer(request: IncomingMessage, response: ServerResponse) {
  const { origin, otherSite, windows } = await stage()
  const asked = `http://${request.headers.host}`
  const url = new URL(request.url ?? '/', origin)
  const [, id = '', name = ''] = url.pathname.split('/')
  const window = [origin, otherSite].includes(asked) ? windows.get(id) : undefined
  if (request.method === 'GET' && asked === origin && url.pathname === '/api/me')
    return forward(url, request, response)
  if (!window) return response.writeHead(404).end()
  if (request.method === 'POST') return name === 'report' && take(window, asked, request, response)
  if (name === 'next') return json(response, { isWanted: window.isWanted, isOver: window.isOver })
  return showPage(window, name, response)
}

function showPage(window: StageWindow, name: string, response: ServerResponse) {
  const nonce = randomBytes(16).toString('base64')
  const waiting = { html: waitingPage(nonce), policy: pagePolicy(nonce, '/', false), cookies: [] }
  const page = name === '' ? waiting : window.page(name, nonce)
  if (!page) return response.writeHead(302, { Location: window.url() }).end()
  if (page.policy === null) response.removeHeader('Content-Security-Policy')
  else response.setHeader('Content-Security-Policy', page.policy)
  plant(response, page.cookies ?? [])
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Cache-Control', 'no-store')
  return response.end(documentOf(page.html))
}

const plant = (response: ServerResponse, cookies: readonly CookieWrite[]) =>
  response.setHeader('Set-Cookie', cookies.map(serialiseCookie))

const json = (response: ServerResponse, body: unknown) =>
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))

async function take(window: StageWindow, own: string, request: IncomingMessage, response: ServerResponse) {
  if (request.headers.origin !== own) return response.writeHead(403).end()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength
    if (size > bodyLimitBytes) return response.writeHead(413).end()
    chunks.push(chunk)
  }
  plant(response, window.report(parsed(Buffer.concat(chunks).toString())))
  return response.writeHead(204).end()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

/** As a proxy in front of the app would: to its pages, this origin is the app's. */
async function forward(url: URL, { headers }: IncomingMessage, response: ServerResponse) {
  const { cookie, authorization, dpop } = headers
  const sent = new Headers()
  if (cookie) sent.set('cookie', cookie)
  if (authorization) sent.set('authorization', authorization)
  if (typeof dpop === 'string') sent.set('dpop', dpop)
  const answered = await fetch(`${ownAddress()}${url.pathname}${url.search}`, {
    headers: sent,
  })
  response.writeHead(answered.status, { 'Content-Type': 'application/json' })
  return response.end(await answered.text())
}
