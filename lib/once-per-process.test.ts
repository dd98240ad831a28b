import { afterEach, expect, test, vi } from 'vitest'

/** The module again, as the bundler copies it into another bundle. */
async function copyOfModule() {
  vi.resetModules()
  return import('./once-per-process')
}

const name = 'a value of this test'
afterEach(async () => (await copyOfModule()).oncePerProcess(name, () => null).forget())

test('two copies of the module have one value, made once', async () => {
  const make = vi.fn(() => ({}))
  const [first, second] = [await copyOfModule(), await copyOfModule()].map(({ oncePerProcess }) =>
    oncePerProcess(name, make),
  )
  expect(first).not.toBe(second)
  expect(first?.()).toBe(second?.())
  expect(make).toHaveBeenCalledOnce()
})

test('a value is made at its first use, also where it is undefined', async () => {
  const { oncePerProcess } = await copyOfModule()
  const make = vi.fn(() => undefined)
  const value = oncePerProcess(name, make)
  expect(make).not.toHaveBeenCalled()
  value()
  value()
  expect(make).toHaveBeenCalledOnce()
})

test('a value that could not be made is tried again', async () => {
  const { oncePerProcess } = await copyOfModule()
  const make = vi
    .fn(() => 'made')
    .mockImplementationOnce(() => {
      throw new Error('not yet')
    })
  const value = oncePerProcess(name, make)
  expect(value).toThrow('not yet')
  expect(value()).toBe('made')
})

test('a test can replace a value and forget it', async () => {
  const { oncePerProcess } = await copyOfModule()
  const value = oncePerProcess(name, () => 'made')
  value.replace('given')
  expect(value()).toBe('given')
  value.forget()
  expect(value()).toBe('made')
})
