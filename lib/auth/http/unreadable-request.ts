import 'server-only'
import type { Socket } from 'node:net'

const statusLines: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** What Node says to bytes that are no request, with the headers of every response. Never into one that has begun. */
export const refuseUnreadable =
  (headers: [name: string, value: string][]) =>
  ({ code = '' }: NodeJS.ErrnoException, socket: Socket & { _httpMessage?: { _headerSent: boolean } }) => {
    if (!socket.writable || socket._httpMessage?._headerSent) return void socket.destroy()
    const all = [...headers, ['Connection', 'close'], ['Content-Length', '0']].map((pair) => pair.join(': '))
    socket.end(`HTTP/1.1 ${statusLines[code] ?? '400 Bad Request'}\r\n${all.join('\r\n')}\r\n\r\n`)
  }
