import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { clientAddress } from './client-address'

/** Whose request is it? A client can put anything into X-Forwarded-For, but only on the left. */

const from = (forwarded: string | string[] | undefined, remoteAddress: string | undefined = '10.0.0.1') => ({
  headers: (forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }) as never,
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
]

describe('the address of a client', () => {
  it.each(table)('%s', (_, forwarded, proxies, expected) => {
    expect(clientAddress(from(forwarded), proxies)).toBe(expected)
  })

  it('is unknown on a socket that is gone', () => {
    expect(clientAddress({ headers: {}, socket: {} as Socket }, 0)).toBe('unknown')
  })

  it.each([
    ['203.0.113.8:50001', '203.0.113.8'],
    ['203.0.113.8:50002', '203.0.113.8'],
    ['"203.0.113.8:50001"', '203.0.113.8'],
    ['::ffff:203.0.113.8', '203.0.113.8'],
    ['::FFFF:CB00:7108', '203.0.113.8'],
    ['[::ffff:203.0.113.8]:443', '203.0.113.8'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['"[2001:db8::1]:443"', '2001:db8::1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:443', 'fe80::1'],
  ])('%s is %s, as proxies write it', (hop, expected) => {
    expect(clientAddress(from(`198.51.100.7, ${hop}`), 1)).toBe(expected)
  })

  it.each([
    'unknown',
    '_hidden',
    'for=203.0.113.8',
    '203.0.113',
    '0313.0.113.8',
    '2130706433',
    '[203.0.113.8',
    '203.0.113.8:x',
    '[]:1',
    '%',
  ])('%s is no address: all of that kind are one client', (junk) =>
    expect(clientAddress(from(junk), 1)).toBe('unknown'),
  )

  it('is the same for the socket of a server that listens on IPv6', () => {
    expect(clientAddress(from(undefined, '::ffff:10.0.0.1'), 0)).toBe('10.0.0.1')
    expect(clientAddress(from(undefined, 'fe80::1%eth0'), 0)).toBe('fe80::1')
  })
})
