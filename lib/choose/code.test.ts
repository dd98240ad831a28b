import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { strategyRegistry, type StrategyId } from '@/lib/auth'
import { codeOf } from './code'

const isThere = (file: string) => /\.(ts|prisma)$/.test(file) && existsSync(file)

/** The file or the room that an import names, from the root; null for a package. */
function targetOf(file: string, name: string): string | null {
  if (!/^(\.|@\/)/.test(name)) return null
  const bare = name.startsWith('@/') ? name.slice(2) : path.posix.join(path.posix.dirname(file), name)
  return [`${bare}.ts`, `${bare}/index.ts`].find(isThere) ?? bare
}

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import) '([^']+)'/g)]
    .map(([, name]) => targetOf(file, name!))
    .filter((target) => target !== null)

const roomOf = (file: string) => file.split('/').slice(0, 2).join('/')
const isAuth = (file: string) => file.startsWith('lib/auth/')

/** The files of a room that is taken whole; tests are no part of it, nor what only they need. */
const filesOf = (room: string): string[] =>
  room.endsWith('.ts')
    ? [room]
    : readdirSync(room, { recursive: true, encoding: 'utf8' })
        .map((name) => `${room}/${name.replaceAll(path.sep, '/')}`)
        .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|\/(testing|generated)(\/|\.ts$)/.test(file))

/** Everything that is reached from these files, themselves included: file by file, or with the whole of its room. */
function reachedFrom(files: readonly string[]): string[] {
  const reached = new Set(files)
  for (const file of reached) {
    if (isThere(file)) importsOf(file).forEach((target) => reached.add(target))
    if (!isAuth(file)) filesOf(roomOf(file)).forEach((other) => reached.add(other))
  }
  return [...reached]
}

describe.each(Object.keys(strategyRegistry) as StrategyId[])('the code to take for %s', (id) => {
  const { main, own, parts, rooms } = codeOf[id]
  const folder = `lib/auth/strategies/${id}`
  /** what renews it is no import of its own: the door calls it */
  const renewing = parts.filter((file) => file.endsWith('/refresh-token.ts'))
  const reached = reachedFrom([...own, ...renewing])

  test('begins with all of its folder, and nothing else', () => {
    const files = readdirSync(folder).filter((name) => !name.endsWith('.test.ts'))
    expect(own.toSorted()).toEqual(files.map((name) => `${folder}/${name}`).toSorted())
    expect(own).toContain(main)
  })

  test('is every file of the room of signing in that it reaches, and no other', () => {
    expect([...own, ...parts].toSorted()).toEqual(reached.filter(isAuth).toSorted())
  })

  test('is every other room that it reaches, and no other, with the models', () => {
    const others = new Set(reached.filter((file) => !isAuth(file)).map(roomOf))
    expect(rooms.toSorted()).toEqual([...others, 'prisma/schema.prisma'].toSorted())
    for (const room of rooms) expect(existsSync(room), room).toBe(true)
  })
})
