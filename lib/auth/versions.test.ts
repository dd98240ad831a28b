import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** What must not be older: each floor is a release that closed a hole in signing in or in the proxy. */
const floors: [name: string, floor: string][] = [
  ['next', '16.2.6'],
  ['next-auth', '5.0.0-beta.32'],
]

const numbers = (version: string) =>
  version
    .split(/[.-]/)
    .filter((part) => /^\d+$/.test(part))
    .map(Number)

/** A release without a pre-release tag is newer than the same with one. */
function isAtLeast(version: string, floor: string) {
  const [have, need] = [numbers(version), numbers(floor)]
  for (let index = 0; index < 3; index++) if (have[index] !== need[index]) return have[index]! > need[index]!
  return !version.includes('-') || (floor.includes('-') && (have[3] ?? 0) >= (need[3] ?? 0))
}

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
const installed = (name: string) => String(read(`node_modules/${name}/package.json`).version)

describe('version floors', () => {
  it.each(floors)('%s is at least %s, installed and pinned', (name, floor) => {
    const pinned = (read('package.json').dependencies as Record<string, string>)[name]
    expect(isAtLeast(installed(name), floor), installed(name)).toBe(true)
    expect(pinned).toBe(installed(name))
  })

  it.each([
    ['16.2.5', '16.2.6', false],
    ['16.2.6', '16.2.6', true],
    ['16.2.10', '16.2.6', true],
    ['17.0.0', '16.2.6', true],
    ['16.2.6-canary.1', '16.2.6', false],
    ['5.0.0-beta.31', '5.0.0-beta.32', false],
    ['5.0.0-beta.100', '5.0.0-beta.32', true],
    ['5.0.0', '5.0.0-beta.32', true],
    ['4.24.11', '5.0.0-beta.32', false],
  ])('%s against %s: %s', (version, floor, expected) => {
    expect(isAtLeast(version, floor)).toBe(expected)
  })
})
