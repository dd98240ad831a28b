import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { listOutbox, readMailHtml, sendMail } from '.'
import { outboxMax } from './outbox'

const parent = await mkdtemp(join(tmpdir(), 'bothways-outbox-'))
const dataDir = join(parent, 'data')
process.env.DATA_DIR = dataDir
const folder = join(dataDir, 'outbox')

const at = (milliseconds: number) => new Date(Date.UTC(2030, 0, 1) + milliseconds)
const mail = (to: string, subject = 'Hello') => ({
  to,
  subject,
  text: 'Text',
  html: '<!doctype html><p>Text</p>',
  links: ['http://localhost:3000/x'],
})

beforeEach(async () => {
  await rm(folder, { recursive: true, force: true })
})
afterAll(() => rm(parent, { recursive: true }))

test('no folder, no mail', async () => expect(await listOutbox()).toEqual([]))

test('keeps a mail, its text in the list and its HTML under an id of its own', async () => {
  await sendMail(mail('ada@example.com'), at(0))
  const { html, ...listed } = mail('ada@example.com')
  const [kept, ...others] = await listOutbox()
  expect(others).toEqual([])
  expect(kept).toEqual({
    ...listed,
    sentAt: '2030-01-01T00:00:00.000Z',
    htmlId: expect.any(String) as string,
  })
  expect(await readMailHtml(kept!.htmlId!)).toBe(html)
})

test('a mail of a start before has no HTML, and is listed', async () => {
  await sendMail(mail('ada@example.com'), at(0))
  const { html: _, ...before } = mail('grace@example.com')
  await writeFile(
    join(folder, '999999999999999-000000000-0a1b2c3d.json'),
    JSON.stringify({ ...before, sentAt: at(1) }),
  )
  expect((await listOutbox('grace@example.com')).map(({ htmlId }) => htmlId)).toEqual([null])
})

test.each(['', 'x', '../../../etc/passwd', '00000000-0000-4000-8000-000000000000', '*', '.json', '%2e%2e'])(
  'nothing is read under the id %j',
  async (id) => {
    await sendMail(mail('ada@example.com'), at(0))
    expect(await readMailHtml(id)).toBeNull()
  },
)

test('lists the newest first, also within a millisecond, and only whom it is asked for', async () => {
  await sendMail(mail('ada@example.com', 'second'), at(5))
  await sendMail(mail('grace@example.com', 'third'), at(5))
  await sendMail(mail('ada@example.com', 'first'), at(4))
  expect((await listOutbox()).map(({ subject }) => subject)).toEqual(['third', 'second', 'first'])
  expect((await listOutbox('Ada@Example.com')).map(({ subject }) => subject)).toEqual(['second', 'first'])
  expect(await listOutbox('example.com')).toEqual([])
})

test('nobody else on the machine can read it, and the folder above stays as open as it is made', async () => {
  await sendMail(mail('ada@example.com'), at(0))
  const [file = ''] = await readdir(folder)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect((await stat(dataDir)).mode & 0o777).toBe(0o777 & ~process.umask())
  expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600)
})

test('keeps the newest, so many', async () => {
  await sendMail(mail('ada@example.com', 'oldest'), at(0))
  for (let index = 1; index <= outboxMax; index++) await sendMail(mail('ada@example.com'), at(index))
  expect(await readdir(folder)).toHaveLength(outboxMax)
  expect((await listOutbox()).some(({ subject }) => subject === 'oldest')).toBe(false)
})

test('many at once are all kept whole', async () => {
  await Promise.all(Array.from({ length: 50 }, (_, index) => sendMail(mail(`p${index}@example.com`), at(0))))
  expect(new Set((await listOutbox()).map(({ to }) => to)).size).toBe(50)
})

test('a damaged file hides no other', async () => {
  await sendMail(mail('ada@example.com'), at(0))
  await writeFile(join(folder, '999999999999999-x.json'), '{"to":')
  expect(await listOutbox()).toHaveLength(1)
})

test('a mail that cannot be kept is not acknowledged', async () => {
  await writeFile(folder, 'a file where the folder should be')
  await expect(sendMail(mail('ada@example.com'), at(0))).rejects.toThrow()
  await chmod(folder, 0o600)
})

test.each(['a@example.com\nBcc: eve@example.com', 'a@example.com\r\n', 'a\0@example.com'])(
  'no header is smuggled in: %j',
  async (to) => {
    await expect(sendMail(mail(to), at(0))).rejects.toThrow('control characters')
    await expect(sendMail(mail('ada@example.com', to), at(0))).rejects.toThrow('control characters')
    expect(await readdir(dataDir)).not.toContain('outbox')
  },
)

test('is plain JSON', async () => {
  await sendMail(mail('ada@example.com'), at(0))
  const [file = ''] = await readdir(folder)
  expect(JSON.parse(await readFile(join(folder, file), 'utf8'))).toHaveProperty('links')
})
