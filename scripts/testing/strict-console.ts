import { afterEach, expect, vi } from 'vitest'

/** Nothing may complain unheard: a console.error fails the test that caused it. One that expects it installs its own spy. */
const complaint = vi.fn()
console.error = complaint

afterEach(() => {
  const said = complaint.mock.calls
  complaint.mockClear()
  expect(said, 'console.error was called').toEqual([])
})
