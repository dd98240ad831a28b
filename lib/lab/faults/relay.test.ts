import { expect, test } from 'vitest'
import { questionCounter } from './relay'

const message = (type: string, body = '') => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(4 + Buffer.byteLength(body))
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)])
}
const greeting = message('', '\0\x03\0\0user\0app\0\0')
const prepared = ['P', 'B', 'D', 'E', 'S'].map((type) => message(type, 'S Q'))

test.each([
  ['in one piece', Number.MAX_SAFE_INTEGER],
  ['byte by byte', 1],
  ['in pieces of seven', 7],
])('questions are counted once each, %s', (_, size) => {
  let questions = 0
  const read = questionCounter(() => (questions += 1))
  const sent = Buffer.concat([
    greeting,
    message('p', 'SSSS'),
    message('Q', 'BEGIN\0'),
    ...prepared,
    ...prepared,
    message('X'),
  ])
  for (let at = 0; at < sent.length; at += size) read(sent.subarray(at, at + size))
  expect(questions).toBe(3)
})
