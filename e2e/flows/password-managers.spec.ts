import { Client } from '../support/client'
import { tags } from '../support/page'
import { signedIn, tokenFromMail } from '../support/people'
import { expect, test } from '../support/test'

/** Every password says whose it is, and whether it is one that exists or one that is being chosen. */

const hints = (html: string) =>
  tags(html, 'input').flatMap((tag) => {
    const [, hint] = /autoComplete="([^"]+)"/i.exec(tag) ?? []
    const [, value] = /\bvalue="([^"]*)"/.exec(tag) ?? []
    return hint === undefined ? [] : [value ? `${hint} ${value}` : hint]
  })

test('a reset link that is good names the address, to a password manager and to the person', async ({
  app,
  person,
}) => {
  await new Client(app).post('/api/password/forgot', { email: person.email })
  const token = await tokenFromMail(app, person.email, '/reset-password')
  const { text } = await new Client(app).get(`/reset-password?token=${token}`)
  expect(hints(text)).toEqual([`username ${person.email}`, 'new-password'])
  const spent = await new Client(app).post('/api/password/reset', { token, newPassword: person.password })
  expect(spent.status).toBe(204)
  for (const bad of [token, `${token}x`, 'nothing', ''])
    expect(hints((await new Client(app).get(`/reset-password?token=${bad}`)).text)).toEqual(['new-password'])
})

test('every other form with a password, or before one', async ({ app, person }) => {
  const stranger = new Client(app)
  expect(hints((await stranger.get('/sign-in')).text)).toEqual(['username', 'current-password'])
  expect(hints((await stranger.get('/sign-up')).text)).toEqual(['name', 'username', 'new-password'])
  expect(hints((await stranger.get('/forgot-password')).text)).toEqual(['username'])
  const { text } = await (await signedIn(app, person)).get('/account')
  expect(hints(text)).toEqual([`username ${person.email}`, 'current-password', 'new-password'])
})
