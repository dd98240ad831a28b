import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { glyphShapes } from '@/app/components/glyph'
import { SessionStrategy } from '@/lib/db/generated/enums'
import { idsBy, isCookieStrategy, isTokenStrategy, strategies, strategyIds } from './strategies'

const theme = readFileSync('app/theme.css', 'utf8')

test('the database knows the strategies of the table, in its order, and no other', () => {
  expect(Object.keys(SessionStrategy)).toEqual(strategyIds)
})

describe.each(strategyIds)('%s', (id) => {
  it('has a colour for light and for dark, and a rule that sets it and a dash pattern', () => {
    expect(theme).toMatch(new RegExp(`^  --${id}: light-dark\\(#\\w{6}, #\\w{6}\\);$`, 'm'))
    const rule = `\\[data-strategy='${id}'\\] \\{\\n  --strategy: var\\(--${id}\\);\\n  --dash: [\\w ]+;\\n\\}`
    expect(theme).toMatch(new RegExp(rule))
  })

  it('travels in a cookie or in a header, and not in both', () => {
    expect(isCookieStrategy(id)).toBe(strategies[id].carrier === 'cookie')
    expect(isTokenStrategy(id)).toBe(strategies[id].carrier === 'header')
  })

  it('ends at once exactly if each request looks it up', () => {
    expect(strategies[id].endsAtOnce).toBe(strategies[id].lookup === 'each-request')
  })
})

test('no two strategies have the same name, colour or shape', () => {
  const names = strategyIds.map((id) => strategies[id].name)
  const colours = strategyIds.map((id) => new RegExp(`--${id}: (.*);`).exec(theme)?.[1])
  const shapes = strategyIds.map((id) => glyphShapes[id])
  for (const values of [names, colours, shapes]) expect(new Set(values).size).toBe(strategyIds.length)
})

test('ids are found by their traits, in the order of the table', () => {
  expect(idsBy({})).toEqual(strategyIds)
  expect(idsBy({ carrier: 'cookie' })).toEqual(['database', 'jwt', 'dbsc'])
  expect(idsBy({ carrier: 'header', lookup: 'each-request' })).toEqual(['hybrid'])
  expect(idsBy({ carrier: 'cookie', credential: 'signed-jwt' })).toEqual([])
})

test('what is no id is no strategy', () => {
  for (const other of ['', 'JWT', 'constructor', '__proto__', null, undefined, 0, ['jwt']]) {
    expect(isCookieStrategy(other)).toBe(false)
    expect(isTokenStrategy(other)).toBe(false)
  }
})
