import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'

const drippingMs = 100
const paddingBytes = 64 * 1024 * 1024

const json = { 'content-type': 'application/json' }
/** JSON may be followed by any amount of white space: what is too long is right in everything else. */
const padded = (body: string) => Buffer.concat([Buffer.from(body), Buffer.alloc(paddingBytes, ' ')])

function drip(response: ServerResponse, body: string) {
  response.writeHead(200, json)
  let sent = 0
  const timer = setInterval(() => response.write(body[sent++ % body.length]), drippingMs)
  response.on('close', () => clearInterval(timer))
}

/**
 * How an endpoint can fail. Where the answer itself is right (`body`), only the fault can be the reason to refuse it.
 */
const troubles = {
  /** takes the request and never says a word */
  stall: () => undefined,
  /** answers at once, and is never done */
  'slow-drip': drip,
  /** the connection is torn down */
  dead: (response) => response.socket?.destroy(),
  /** torn down in the middle of the answer */
  cut: (response, body) => {
    response.writeHead(200, { ...json, 'content-length': body.length })
    response.write(body.slice(0, body.length / 2), () => response.socket?.destroy())
  },
  garbage: (response) => response.writeHead(200, json).end(Buffer.from([0x7b, 0xff, 0x00, 0xc3, 0x28])),
  html: (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>It works! <script>alert(1)</script>'),
  null: (response) => response.writeHead(200, json).end('null'),
  empty: (response) => response.writeHead(200, json).end(),
  '500': (response) => response.writeHead(500, json).end('{"error":"server_error"}'),
  /** to a place where the right answer is */
  redirect: (response, _body, path) => response.writeHead(307, { location: `/moved${path}` }).end(),
  huge: (response, body) => {
    response.writeHead(200, json)
    Readable.from([padded(body)]).pipe(response)
  },
  /** huge, but not on the wire */
  bomb: (response, body) =>
    response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync(padded(body))),
} satisfies Record<string, (response: ServerResponse, body: string, path: string) => unknown>

export type Trouble = keyof typeof troubles

/** What costs the other side its whole patience. */
export const slow: Trouble[] = ['stall', 'slow-drip']
export const quick = (Object.keys(troubles) as Trouble[]).filter((name) => !slow.includes(name))

/** @param body what a right answer would say
 *  @param path of the request, with its query */
export function makeTrouble(trouble: Trouble, response: ServerResponse, body: string, path: string) {
  troubles[trouble](response, body, path)
}
