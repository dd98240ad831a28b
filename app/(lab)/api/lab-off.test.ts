import { readdirSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { env } from '@/lib/env'

/** The second lock of the lab: what a route answers by itself, without the edge before it. */

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>

const folder = path.resolve('app/(lab)/api')
const routes = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('route.ts'),
)
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

beforeAll(() => void (env().LAB = false))

describe('with LAB=off', () => {
  test('there are routes of the lab to ask', () => expect(routes.length).toBeGreaterThan(4))

  test.each(routes)('%s is not found, by any method', async (route) => {
    const handlers = (await import(path.join(folder, route))) as Record<string, Handler>
    for (const method of methods) {
      const request = new Request('http://localhost:3000/api/lab', {
        method,
        headers: { origin: 'http://localhost:3000' },
      })
      const answer = await handlers[method]!(request, {
        params: Promise.resolve({ slug: 'tampering', id: 'x' }),
      })
      expect(answer.status, method).toBe(404)
    }
  })
})
