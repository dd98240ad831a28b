import { Client } from '../support/client'
import { paths } from '../support/endpoints'
import { expectProblem } from '../support/problem'
import { expect, test } from '../support/test'

/** Methods that nothing here takes: ASVS 4.1.4, 13.4.4. */

test('a wrong method is told the right ones', async ({ app }) => {
  const client = new Client(app)
  for (const { path, methods } of paths)
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'].filter(
      (name) => !methods.includes(name),
    )) {
      const answer = await client.send(method, path)
      expectProblem(answer, 405, 'method_not_allowed')
      for (const right of methods) expect(answer.headers.allow).toContain(right)
      expect(answer.headers.allow).not.toContain(method)
    }
})

test('pages take no other methods either', async ({ app }) => {
  for (const path of ['/', '/account', '/sign-in', '/nothing-here'])
    for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE', 'OPTIONS']) {
      const answer = await new Client(app).send(method, path)
      expect(answer.status).toBe(405)
      expect(answer.headers.allow).toContain('GET')
      expect(answer.text).toBe('')
    }
})

test('Auth.js takes GET and POST', async ({ app }) => {
  for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE']) {
    const answer = await new Client(app).send(method, '/api/auth/jwt/session')
    expectProblem(answer, 405, 'method_not_allowed')
  }
})
