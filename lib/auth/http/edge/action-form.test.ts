import { describe, expect, it } from 'vitest'
import { actionOf, isReply } from './action-body'

/** What React's decoder gets to see of a form: what our own pages send, and nothing that it would follow further. */

const id = '604ad8b3da620e7ec8133a3dec40a6c1d938ee01b9'
const byScript = (fields: Record<string, string>) => isReply(new Map(Object.entries(fields)))
const without = (fields: Record<string, string>) => actionOf(new Map(Object.entries(fields)))

/** As Chromium sent them. */
const ownReply = {
  _1_$ACTION_REF_3: '',
  '_1_$ACTION_3:0': `{"id":"${id}","bound":"$@1"}`,
  '_1_$ACTION_3:1': '[{}]',
  _1_$ACTION_KEY: 'k5d0f23552df38e8b5042326ea8981756',
  _1_email: 'ada@example.com',
  '0': '[{},"$K1"]',
}
const ownForm = {
  $ACTION_REF_3: '',
  '$ACTION_3:0': `{"id":"${id}","bound":"$@1"}`,
  '$ACTION_3:1': '[{}]',
  $ACTION_KEY: 'k5d0f23552df38e8b5042326ea8981756',
  email: 'ada@example.com',
}

describe('a form sent by a script', () => {
  it('is taken as our pages send it', () => {
    expect(byScript(ownReply)).toBe(true)
    expect(byScript({ '0': '["$K1"]', _1_theme: 'dark' })).toBe(true)
    const state = '{"values":{"name":"$$5"},"errors":{"name":["Too short."]},"message":"$undefined"}'
    expect(byScript({ '0': `[${state},"$K1"]`, _1_name: '$5' })).toBe(true)
  })

  const deep = `${'['.repeat(4000)}${']'.repeat(4000)}`
  it.each([
    '',
    'null',
    '"$K1"',
    '{"length":1}',
    '["$F1"]',
    '["$h1"]',
    '["$B1"]',
    '["$@1"]',
    '["$T"]',
    '["$1:__proto__:constructor"]',
    '["$Q1"]',
    '["$W1"]',
    '["$i1"]',
    '["$R1"]',
    '["$D2026"]',
    '["$n9"]',
    '["$A1"]',
    '["$Infinity"]',
    '[{"then":"$1:then"}]',
    '[{"__proto__":{"a":1}}]',
    '["$K1" ',
    `[${'0,'.repeat(100)}0]`,
    deep,
  ])('the arguments %.40s are refused', (argument) => {
    expect(byScript({ ...ownReply, '0': argument })).toBe(false)
  })

  it.each(['1', '2', 'a', '__proto__', '_1', '$ACTION_ID_x'])('another part named %s is refused', (name) => {
    expect(byScript({ ...ownReply, [name]: '[]' })).toBe(false)
  })
})

describe('a form sent without a script', () => {
  it('is taken as our pages send it', () => {
    expect(without(ownForm)).toBe(id)
    expect(without({ [`$ACTION_ID_${id}`]: '', theme: 'dark' })).toBe(id)
    expect(without({ ...ownForm, '$ACTION_3:0': `{"id":"${id}","bound":null}` })).toBe(id)
  })

  it.each([
    ['no action', { email: 'x' }],
    ['an action by junk', { $ACTION_ID_x: '' }],
    ['an action by a name of the language', { $ACTION_ID___proto__: '' }],
    ['two actions', { ...ownForm, [`$ACTION_ID_${id}`]: '' }],
    ['a reference to nothing', { $ACTION_REF_1: '' }],
    ['a reference to another number', { ...ownForm, $ACTION_REF_4: '' }],
    ['a reference that is no JSON', { ...ownForm, '$ACTION_3:0': '{' }],
    ['a reference to itself', { ...ownForm, '$ACTION_3:0': `{"id":"${id}","bound":"$@0"}` }],
    ['a reference with more in it', { ...ownForm, '$ACTION_3:0': `{"id":"${id}","bound":null,"a":1}` }],
    ['a reference to another module', { ...ownForm, '$ACTION_3:0': '{"id":"fs#readFile","bound":null}' }],
    ['a state that is none', { ...ownForm, '$ACTION_3:1': '"$F1"' }],
    ['a state with a reference in it', { ...ownForm, '$ACTION_3:1': '[{"a":"$F1"}]' }],
    ['a part that nobody named', { ...ownForm, '$ACTION_3:2': '[]' }],
    ['another name of that kind', { ...ownForm, $ACTION_X: '' }],
  ])('%s: refused', (_, fields: Record<string, string>) => expect(without(fields)).toBeNull())
})
