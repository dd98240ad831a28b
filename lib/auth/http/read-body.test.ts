import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { bodyLimitBytes, readBody, readText } from './read-body'

const schema = z.strictObject({ email: z.string().max(20000).optional() })

function request(
  body: BodyInit | null,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) {
  const duplex = body instanceof ReadableStream ? { duplex: 'half' } : {}
  return new Request('http://localhost:3000/', { method: 'POST', body, headers, ...duplex })
}
const read = (body: BodyInit | null, headers?: Record<string, string>) =>
  readBody(request(body, headers), schema)
const exactly = (bytes: number) => JSON.stringify({ email: 'x'.repeat(bytes - '{"email":""}'.length) })

describe('a body', () => {
  it.each([
    ['application/json', { ok: true, body: {} }],
    ['application/json; charset=utf-8', { ok: true, body: {} }],
    ['Application/JSON', { ok: true, body: {} }],
    ['text/plain', { ok: false, code: 'unsupported_media_type' }],
    ['application/json-patch+json', { ok: false, code: 'unsupported_media_type' }],
    ['text/plain; application/json', { ok: false, code: 'unsupported_media_type' }],
    ['application/x-www-form-urlencoded', { ok: false, code: 'unsupported_media_type' }],
  ])('of type %s', async (type, expected) => {
    expect(await read('{}', { 'content-type': type })).toEqual(expected)
  })

  it('that is not there is an empty object', async () => {
    expect(await read(null, {})).toEqual({ ok: true, body: {} })
    expect(await read('')).toEqual({ ok: true, body: {} })
  })

  it('may have 16 KiB and not a byte more', async () => {
    expect(await read(exactly(bodyLimitBytes))).toHaveProperty('body')
    expect(await read(exactly(bodyLimitBytes + 1))).toEqual({ ok: false, code: 'payload_too_large' })
  })

  it('is not read on beyond the limit, nor when it announces more', async () => {
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array((pulled++, 4096))),
    })
    expect(await readText(request(endless))).toEqual({ ok: false, code: 'payload_too_large' })
    expect(pulled).toBeLessThan(10)
    expect(await read('{}', { 'content-type': 'application/json', 'content-length': '20000' })).toEqual({
      ok: false,
      code: 'payload_too_large',
    })
  })

  it.each(['{', 'undefined', '{"a":1,}', "{'a':1}"])('%j is malformed', async (text) => {
    expect(await read(text)).toEqual({ ok: false, code: 'malformed_request' })
  })

  it('that is no UTF-8 is malformed', async () => {
    expect(await read(new Uint8Array([0x7b, 0xff, 0x7d]))).toEqual({ ok: false, code: 'malformed_request' })
  })

  it.each(['role', '__proto__', 'constructor', 'toString'])(
    'with an unknown field %s is refused by its name',
    async (name) => {
      expect(await read(`{"${name}":{"x":1}}`)).toEqual({
        ok: false,
        code: 'validation_failed',
        errors: { [name]: ['There is no such field.'] },
      })
    },
  )

  it.each(['null', '[]', '1', '"text"'])('%s is refused as a whole', async (text) => {
    expect(await read(text)).toMatchObject({
      code: 'validation_failed',
      errors: { body: [expect.any(String)] },
    })
  })

  it('with very many unknown fields gets a short answer', async () => {
    const wide = JSON.stringify(
      Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`k${index}`, 1])),
    )
    expect(JSON.stringify(await read(wide)).length).toBeLessThan(2000)
    expect(JSON.stringify(await read(`{"${'k'.repeat(16_000)}":1}`)).length).toBeLessThan(300)
  })
})
