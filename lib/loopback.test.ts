import { describe, expect, test } from 'vitest'
import { isLoopback, isLoopbackUrl, isSecureUrl, resolvableName } from './loopback'

const local = [
  'localhost',
  'LocalHost',
  'localhost.',
  'app.localhost',
  'a.b.localhost',
  'App.LOCALHOST.',
  '127.0.0.1',
  '127.0.0.1.',
  '127.255.255.254',
  '127.1',
  '0x7f.1',
  '2130706433',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
]

const elsewhere = [
  'localhost.example',
  'notlocalhost',
  'app.localhost.example',
  'localhost..',
  '127.0.0.1.example',
  '128.0.0.1',
  '0.0.0.0',
  '[::]',
  '[::2]',
  '169.254.169.254',
  'example.com',
  'evil.example%2f.localhost',
  'evil.example%23.localhost',
  '',
]

describe('one rule for what this machine is', () => {
  test.each(local)('%s is this machine: http will do', (name) => {
    expect(isLoopback(name)).toBe(true)
    expect(isLoopbackUrl(`http://${name}:3000/path`)).toBe(true)
    expect(isSecureUrl(`http://${name}:3000/path`)).toBe(true)
    expect(isSecureUrl(`https://${name}`)).toBe(true)
  })

  test.each(elsewhere)('%s is another machine', (name) => expect(isLoopback(name)).toBe(false))

  test('elsewhere, http is not secure; no other scheme is, here either', () => {
    expect(isSecureUrl('http://example.com')).toBe(false)
    expect(isSecureUrl('https://example.com')).toBe(true)
    for (const url of ['ftp://localhost', 'file:///etc/passwd', 'javascript:alert(1)', 'data:,x'])
      expect(isSecureUrl(url)).toBe(false)
  })

  test('a name below localhost is asked for as localhost, every other as it is', () => {
    expect(resolvableName('Idp.localhost.')).toBe('localhost')
    expect(resolvableName('127.1')).toBe('127.0.0.1')
    for (const name of ['example.com', '127.0.0.2', 'localhost.example', '[::1]'])
      expect(resolvableName(name)).toBe(name)
  })
})
