import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { completeResponse, neededCookies } from './complete-response'

describe('the cookies of an answer', () => {
  const presented = new Set(['session', 'strategy'])

  it.each([
    ['a cookie that is set', 'other=1; Path=/; Max-Age=60', true],
    ['a session cookie without an end', 'other=1', true],
    ['an end in the future', 'other=1; Expires=Fri, 01 Jan 2999 00:00:00 GMT', true],
    ['a removal of one that was presented', 'session=; Path=/; Max-Age=0', true],
    ['a removal of one that was not', 'other=; Path=/; Max-Age=0', false],
    ['the same, spelt otherwise', 'other=x;max-age = 0; Path=/', false],
    ['the same with a date', 'other=; Expires=Thu, 01 Jan 1970 00:00:00 GMT', false],
    ['Max-Age counts before Expires', 'other=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60', true],
    ['a negative end', 'other=; Max-Age=-1', false],
  ])('%s', (_, line, isSent) => expect(neededCookies([line], presented)).toEqual(isSent ? [line] : []))

  it('are sent once for a name and a path: the last counts', () => {
    const lines = ['session=1; Path=/', 'strategy=jwt; Path=/', 'session=2; Path=/', 'session=3; Path=/api']
    expect(neededCookies(lines, presented)).toEqual(lines.slice(1))
    expect(neededCookies(['new=1; Path=/', 'new=; Path=/; Max-Age=0'], presented)).toEqual([])
    expect(neededCookies(['new=; Path=/; Max-Age=0', 'new=1; Path=/'], presented)).toEqual(['new=1; Path=/'])
    expect(neededCookies(['new=1; Path=/', 'new=1; Path=/'], presented)).toEqual(['new=1; Path=/'])
  })
})

describe('the head of an answer', () => {
  function answering(cookie?: string) {
    const request = new IncomingMessage(new Socket())
    if (cookie !== undefined) request.headers.cookie = cookie
    const response = new ServerResponse(request)
    completeResponse(request, response)
    return response
  }

  it('of a 401 has a challenge, and keeps the one that it has', () => {
    const bare = answering()
    bare.statusCode = 401
    bare.end()
    expect(bare.getHeader('www-authenticate')).toBe('Bearer realm="Bothways"')
    const own = answering()
    own.writeHead(401, { 'WWW-Authenticate': 'Basic realm="tokens"' }).end()
    expect(own.getHeader('www-authenticate')).toBe('Basic realm="tokens"')
    const other = answering()
    other.writeHead(403, 'Forbidden').end()
    expect(other.getHeader('www-authenticate')).toBeUndefined()
  })

  it('clears what the request presented, also where its headers are changed on the way', () => {
    const request = new IncomingMessage(new Socket())
    request.headers.cookie = 'a=1; b=2; b=3'
    const response = new ServerResponse(request)
    completeResponse(request, response)
    request.headers.cookie = ''
    response.writeHead(200, { 'Set-Cookie': ['a=; Max-Age=0', 'b=; Max-Age=0', 'c=; Max-Age=0'] }).end()
    expect(response.getHeader('set-cookie')).toEqual(['a=; Max-Age=0', 'b=; Max-Age=0'])
  })

  it('has no empty list of cookies', () => {
    const response = answering()
    response.setHeader('Set-Cookie', 'c=; Max-Age=0')
    response.writeHead(204).end()
    expect(response.hasHeader('set-cookie')).toBe(false)
  })

  it('of a redirect that repeats a long address is 414 without it', () => {
    const long = `/${'x'.repeat(1_000)}`
    for (const [status, address, expected] of [
      [308, long, 414],
      [307, long + long, 414],
      [308, '/account', 308],
      [303, long + long, 303],
    ] as const) {
      const response = answering()
      response.setHeader('Location', address)
      if (status === 308) response.setHeader('Refresh', `0;url=${address}`)
      response.writeHead(status).end()
      expect([response.statusCode, response.hasHeader('location')]).toEqual([expected, expected !== 414])
      expect(response.hasHeader('refresh')).toBe(expected === 308)
    }
  })
})
