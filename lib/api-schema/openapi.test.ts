import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { endpoints } from './api'
import { openApiDocument } from './openapi'

const document = JSON.parse(JSON.stringify(openApiDocument())) as ReturnType<typeof openApiDocument>

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1, every reference included', async () => {
    const { valid, errors } = await new Validator().validate(document)
    expect(errors ?? []).toEqual([])
    expect(valid).toBe(true)
  })

  it('names every endpoint and every method of the table', () => {
    expect(Object.keys(document.paths)).toEqual(Object.keys(endpoints))
    for (const [path, methods] of Object.entries(endpoints))
      expect(Object.keys(document.paths[path]!)).toEqual(
        Object.keys(methods).map((method) => method.toLowerCase()),
      )
  })

  it('refuses unknown fields wherever it asks for JSON', () => {
    const bodies = JSON.stringify(document.paths).split('"requestBody"').slice(1)
    const written = bodies.map((body) => body.slice(0, body.indexOf('"responses"')))
    const json = written.filter((body) => body.includes('"application/json"'))
    expect(json.length).toBeGreaterThan(10)
    for (const body of json) expect(body).toContain('"additionalProperties":false')
  })
})
