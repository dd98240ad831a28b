import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { spawn } from 'node:child_process'
import { equalInConstantTime } from '@/lib/crypto'

const path = '/callback'

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Bothways</title>
<p>You can close this window. The terminal says how it went.</p>
</html>
`

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
}

const notHere = (response: ServerResponse) => void response.writeHead(404, { connection: 'close' }).end()

/** The answer to our question: the right method, host, path, and state, once. */
function answerIn({ method, url, headers: sent }: IncomingMessage, origin: string, state: string) {
  if (method !== 'GET' || `http://${sent.host}` !== origin || !url?.startsWith('/')) return undefined
  const answer = new URL(origin + url)
  const [given, ...more] = answer.searchParams.getAll('state')
  const isOurs = given !== undefined && more.length === 0 && equalInConstantTime(given, state)
  return isOurs && answer.pathname === path ? answer : undefined
}

export type Loopback = {
  /** any free port of 127.0.0.1: by number, not by name (RFC 8252 §8.3) */
  redirectUri: string
  /** where the browser came back to, whole; rejects with the signal's reason. Nobody listens any more afterwards. */
  answer: Promise<URL>
}

/**
 * Listens for one answer of the browser (RFC 8252 §7.3). Everything else is 404, and does not end the waiting: other
 * programs and pages can reach this port. Does NOT look at the code, nor at `iss`.
 * @param state of the authorization request
 */
export async function listenForAnswer(state: string, signal: AbortSignal): Promise<Loopback> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  const answer = new Promise<URL>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const found = answerIn(request, origin, state)
      if (!found) return notHere(response)
      response
        .once('close', () => resolve(found))
        .writeHead(200, headers)
        .end(page)
    })
  }).finally(close)
  return { redirectUri: origin + path, answer }
}

type Variables = Record<string, string | undefined>

/** The program that opens an address in the person's browser; undefined where there is no screen to open it on. */
function opener(platform: NodeJS.Platform, { DISPLAY, WAYLAND_DISPLAY }: Variables): string | undefined {
  if (platform === 'darwin') return 'open'
  return DISPLAY || WAYLAND_DISPLAY ? 'xdg-open' : undefined
}

/** Opens the system's browser, where there is one. No shell sees the address. Whether it worked nobody can know: the
 *  address is printed as well. */
export function openBrowser(url: URL, environment: Variables = process.env, platform = process.platform) {
  const program = opener(platform, environment)
  if (!program || !/^https?:$/.test(url.protocol)) return
  spawn(program, [url.href], { stdio: 'ignore', detached: true, env: environment as NodeJS.ProcessEnv })
    .on('error', () => {}) // not installed
    .unref()
}
