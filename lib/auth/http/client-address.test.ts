import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { clientAddress } from './client-address'

/** Whose request is it? A client can put anything into X-Forwarded-For, but only on the left. */

const from = (forwarded: string | string[] | undefined, remoteAddress: string | undefined = '10.0.0.1') => ({
  headers: { ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }) } as never,
  socket: { remoteAddress } as Socket,
})

const table: [what: string, forwarded: string | string[] | undefined, proxies: number, expected: string][] = [
  ['no proxy: the socket', undefined, 0, '10.0.0.1'],
  ['no proxy: whatever was forwarded, the socket', '203.0.113.9', 0, '10.0.0.1'],
  ['no proxy: a list', '203.0.113.9, 198.51.100.7', 0, '10.0.0.1'],
  ['one proxy: what it wrote', '203.0.113.9', 1, '203.0.113.9'],
  ['one proxy: what the client wrote is further left', 'spoofed, 203.0.113.9', 1, '203.0.113.9'],
  ['one proxy: two headers are one list', ['spoofed', '203.0.113.9'], 1, '203.0.113.9'],
  ['two proxies: what the outer one wrote', 'spoofed, 203.0.113.9, 10.0.0.2', 2, '203.0.113.9'],
  ['empty entries do not move the count', 'spoofed, , 203.0.113.9, ', 1, '203.0.113.9'],
  ['fewer entries than proxies: nobody in particular', undefined, 1, 'unknown'],
  ['IPv6', '2001:db8::1', 1, '2001:db8::1'],
]

describe('the address of a client', () => {
  it.each(table)('%s', (_, forwarded, proxies, expected) => {
    expect(clientAddress(from(forwarded), proxies)).toBe(expected)
  })

  it('is unknown on a socket that is gone', () => {
    expect(clientAddress({ headers: {}, socket: {} as Socket }, 0)).toBe('unknown')
  })
})
