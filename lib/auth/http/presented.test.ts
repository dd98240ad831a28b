import { describe, expect, it } from 'vitest'
import { clientAddressHeader, identify, presentedBy } from './identify'

const cookies = (cookie: string) => [...presentedBy(new Headers({ cookie })).cookies]

const table: [header: string, expected: [string, string | null][]][] = [
  ['a=1', [['a', '1']]],
  ['a=1; b=2', [['a', '1'], ['b', '2']]], // prettier-ignore
  ['a=1;b=2', [['a', '1'], ['b', '2']]], // prettier-ignore
  ['  a = 1 ', [['a', '1']]],
  ['a=', [['a', '']]],
  ['a==', [['a', '=']]],
  ['a=b=c', [['a', 'b=c']]],
  ['a="1"', [['a', '"1"']]],
  ['a=%61', [['a', '%61']]],
  ['a', []],
  ['=a', []],
  [';;; ;', []],
  ['a=1; a=2', [['a', null]]],
  ['a=1; a=1', [['a', null]]],
  ['a=1; a=2; a=3', [['a', null]]],
  ['A=1; a=2', [['A', '1'], ['a', '2']]], // prettier-ignore
  ['__proto__=1; constructor=2', [['__proto__', '1'], ['constructor', '2']]], // prettier-ignore
]

describe('the cookies of a request', () => {
  it.each(table)('%j', (header, expected) => {
    expect(cookies(header)).toEqual(expected)
  })

  it('two Cookie headers are one: a name in both is not believed', () => {
    const headers = new Headers({ cookie: 'a=1' })
    headers.append('cookie', 'a=2')
    expect(presentedBy(headers).cookies.get('a')).not.toBe('2')
  })

  it('none at all', () => {
    expect(presentedBy(new Headers())).toEqual({ cookies: new Map(), authorization: null })
  })
})

describe('who is asking', () => {
  it('takes the address from the process, never from what the client forwarded', () => {
    const { visitor } = identify(
      new Headers({ 'x-forwarded-for': '203.0.113.9', [clientAddressHeader]: '10.0.0.1' }),
    )
    expect(visitor).toEqual({ address: '10.0.0.1', device: 'Unknown device', deviceCookie: null })
  })

  it('does not believe a device cookie that came twice', () => {
    expect(identify(new Headers({ cookie: 'device=a; device=b' })).visitor.deviceCookie).toBeNull()
  })
})
