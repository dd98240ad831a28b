import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { rooms } from '../lint/rooms.mjs'
import { importsOf, reachedFrom, sourceFiles } from './imports'

/** docs/architecture.md, docs/glossary.md and the index of decisions say what the code is: here it is compared. */

const page = readFileSync('docs/architecture.md', 'utf8')
const folders = rooms.map(({ folder }) => folder)

/** The room of a file, by the order of the rules: the first that holds it. */
function roomOf(file: string): string | undefined {
  const holds = (folder: string) =>
    new RegExp(`^${folder.replace(/[.()[\]]/g, '\\$&').replace('*', '[^/]+')}`).test(file)
  return folders.find(holds)
}

const imports = new Map<string, string[]>()
beforeAll(() => {
  for (const file of sourceFiles()) imports.set(file, importsOf(file))
})
const isReached = (from: string, to: string) => reachedFrom(from, (file) => imports.get(file) ?? []).has(to)

/** From room to room, `a → b`: every import of the app that leaves its room. */
function importsOfRooms(): Set<string> {
  const found = new Set<string>()
  for (const [file, targets] of imports)
    for (const target of targets)
      if (roomOf(file) !== roomOf(target)) found.add(`${roomOf(file)} → ${roomOf(target)}`)
  return found
}

test('no file loads one that loads it in turn, over however many between', () => {
  const circles = [...imports].flatMap(([file, targets]) =>
    targets.filter((target) => isReached(target, file)).map((target) => `${file} → ${target}`),
  )
  expect(circles).toEqual([])
})

describe('the picture of the rooms', () => {
  const [, picture = ''] = /```mermaid\n([^]*?)```/.exec(page) ?? []
  const nodes = new Map(
    [...picture.matchAll(/^ {2}(\w+)\["(.+)"\]$/gm)].map(([, id = '', label = '']) => [
      id,
      label.split('<br/>'),
    ]),
  )
  const arrows = [...picture.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(
    ([, from = '', to = '']) => [from, to] as const,
  )
  const more = 'and other single files'
  const drawn = [...nodes.values()].flat().filter((label) => label !== more)

  /** The single files that are not drawn by name are of the node that says so. */
  function nodeOf(room: string | undefined): string {
    const named =
      [...nodes].find(([, labels]) => labels.includes(room!)) ??
      [...nodes].find(([, labels]) => labels.includes(more))
    return named![0]
  }
  const roomsOf = (id: string) => folders.filter((folder) => nodeOf(folder) === id)

  test('is read whole: every line of it is a node or an arrow', () => {
    const lines = picture.split('\n').filter((line) => line.trim() !== '' && line !== 'flowchart TD')
    expect(lines).toHaveLength(nodes.size + arrows.length)
    expect(nodes.size).toBeGreaterThan(15)
    for (const end of arrows.flat()) expect(nodes.has(end), end).toBe(true)
  })

  test('names only rooms, each once', () => {
    expect(drawn.filter((label) => !folders.includes(label))).toEqual([])
    expect(new Set(drawn).size).toBe(drawn.length)
  })

  test('shows every room that is a folder', () => {
    expect(folders.filter((folder) => folder.endsWith('/') && !drawn.includes(folder))).toEqual([])
  })

  /** The room of what stands in a list of `may`: a folder, or a file or a door without its ending. */
  function isAllowed(from: string, to: string): boolean {
    const { may } = rooms.find(({ folder }) => folder === from)!
    return may.some((place) =>
      place.endsWith('/')
        ? to.startsWith(place) || roomOf(`${place}x`) === to
        : [`${place}.ts`, `${place}.tsx`, `${place}/index.ts`].some(
            (file) => existsSync(file) && roomOf(file) === to,
          ),
    )
  }

  test('has only arrows that the rules allow and that an import follows', () => {
    const follows = importsOfRooms()
    const isTrue = ([from, to]: readonly [string, string]) =>
      roomsOf(from).some((room) =>
        roomsOf(to).some((other) => isAllowed(room, other) && follows.has(`${room} → ${other}`)),
      )
    expect(arrows.filter((arrow) => !isTrue(arrow))).toEqual([])
  })

  test('leaves no import of the app out: there is a way along the arrows for each', () => {
    const next = (id: string) => arrows.filter(([from]) => from === id).map(([, to]) => to)
    const hasWay = (pair: string) => {
      const [from, to] = pair.split(' → ')
      return reachedFrom(nodeOf(from), next).has(nodeOf(to))
    }
    expect([...importsOfRooms()].filter((pair) => !hasWay(pair))).toEqual([])
  })

  test('goes downwards: no arrow leads back to where it came from', () => {
    const next = (id: string) => arrows.filter(([from]) => from === id).map(([, to]) => to)
    const circles = arrows.filter(([from, to]) => reachedFrom(to, next).has(from))
    expect(circles).toEqual([])
  })
})

test('the table of rooms has every room once, and no other', () => {
  const [, table = ''] = /\n\| room \|.*\n\|---.*\n([^]*?)\n\n/.exec(page) ?? []
  const listed = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, room = '']) => room)
  expect(listed.toSorted()).toEqual(folders.toSorted())
})

type Passed = { file: string; functions: string[] }

/** The numbered lines: a file, and the functions in it that run. */
const passedIn = (text: string): Passed[] =>
  [...text.matchAll(/^\d+\. `([^`]+)`((?:, `[^`]+`)*):/gm)].map(([, file = '', functions = '']) => ({
    file,
    functions: [...functions.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  }))

/** Next calls these by their names. */
const isCalledByNext = (file: string) =>
  /^proxy\.ts$|^app\/(.*\/)?(page|layout|route|[\w-]+-actions)\.tsx?$/.test(file)

function declares(file: string, name: string): boolean {
  const text = readFileSync(file, 'utf8')
  const isExported = new RegExp(`export const \\{[^}]*\\b${name}\\b`).test(text) // the methods of a route
  return isExported || new RegExp(`\\b(function\\*?|const|class|async)\\s+${name}\\b`).test(text)
}

const mentions = (file: string, name: string) => new RegExp(`\\b${name}\\b`).test(readFileSync(file, 'utf8'))

/** Does a file that was passed before call it, and load it, perhaps through a door or a registry? */
const isLedTo = ({ file, functions }: Passed, before: Passed[]) =>
  isCalledByNext(file) ||
  before.some(
    (earlier) => functions.some((name) => mentions(earlier.file, name)) && isReached(earlier.file, file),
  )

const sections = page.split(/^##+ /m)
/** A title has the number of all its files; or two: of those that no other flow lists, and of the rest. */
const counted = /^(.+): (\d+) files(?: of its own, (\d+) that other flows pass too)?\n/
const flows = sections.flatMap((text): [title: string, count: number, text: string][] => {
  const [, title, first, rest = 0] = counted.exec(text) ?? []
  return title && first ? [[title, Number(first) + Number(rest), text]] : []
})

test('there are five flows', () => expect(flows).toHaveLength(5))

describe.each(flows)('%s', (_, count, text) => {
  const passed = passedIn(text)

  test('has as many files as its title says, each once, and numbered in order', () => {
    expect(new Set(passed.map(({ file }) => file)).size).toBe(count)
    const numbers = [...text.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number))
    expect(numbers).toEqual(passed.map((_, index) => index + 1))
    expect(passed).toHaveLength(count)
  })

  test('names functions that are in these files', () => {
    const missing = passed.filter(
      ({ file, functions }) =>
        !existsSync(file) || functions.length === 0 || !functions.every((name) => declares(file, name)),
    )
    expect(missing).toEqual([])
  })

  test('is a way: each file is called by one before it, or by Next', () => {
    const lost = passed.filter((one, index) => !isLedTo(one, passed.slice(0, index)))
    expect(lost.map(({ file }) => file)).toEqual([])
  })
})

/**
 * Files of lib/auth/http that a file of the flow imports, and that are rightly not listed: they only give a value or a
 * shape (`refusal.ts`, the address of the app in `origin.ts`), or they are for what does not happen in this flow.
 */
const leftOut: Record<string, string[]> = {
  'A password form': ['admit', 'forgot-password', 'read-body', 'refusal'],
  'GET /account': ['answer', 'origin', 'plain-page', 'preference', 'pressed-form', 'refusal'],
  'Start and callback': ['refusal'],
  'POST /api/token': ['refusal', 'token-grants'],
  'An experiment': ['answer', 'page-state', 'read-body', 'refusal'],
}

describe('of lib/auth/http, where requests are decided', () => {
  const always = passedIn(sections.find((text) => text.startsWith('What every request passes')) ?? '')
  test.each(flows)(
    '%s: leaves out no file that a listed one imports, but those named here',
    (title, _, text) => {
      const listed = passedIn(text).map(({ file }) => file)
      const known = [...listed, ...always.map(({ file }) => file)]
      const imported = new Set(listed.flatMap((file) => imports.get(file) ?? []))
      const omitted = [...imported].filter(
        (file) => file.startsWith('lib/auth/http/') && !known.includes(file),
      )
      const [, names = []] = Object.entries(leftOut).find(([start]) => title.startsWith(start)) ?? []
      expect(omitted.toSorted()).toEqual(names.map((name) => `lib/auth/http/${name}.ts`))
    },
  )
})

test('a title with two numbers has the number of files that no other flow lists first', () => {
  const filesOf = (text: string) => passedIn(text).map(({ file }) => file)
  const withTwo = flows.filter(([, , text]) => counted.exec(text)?.[3] !== undefined)
  expect(withTwo).toHaveLength(1)
  for (const [title, , text] of withTwo) {
    const ofOthers = flows.filter(([other]) => other !== title).flatMap(([, , other]) => filesOf(other))
    const shared = filesOf(text).filter((file) => ofOthers.includes(file)).length
    const [, , ...numbers] = counted.exec(text) ?? []
    expect(numbers.map(Number)).toEqual([filesOf(text).length - shared, shared])
  }
})

test('what every request passes is there', () => {
  const always = passedIn(sections.find((text) => text.startsWith('What every request passes')) ?? '')
  expect(always.length).toBeGreaterThan(3)
  for (const { file, functions } of always)
    expect(
      functions.filter((name) => !declares(file, name)),
      file,
    ).toEqual([])
})

/** Whatever looks like a file or a folder of the project, in the pages that a successor reads first. */
test.each([
  'README.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'docs/glossary.md',
  'docs/decisions/README.md',
  'SECURITY.md',
  'docs/native.md',
  'docs/deploy/behind-a-proxy.md',
  'docs/deploy/databases.md',
  'docs/deploy/https-on-localhost.md',
  'docs/deploy/verifying-tokens.md',
  'docs/decisions/026-libraries.md', // older ones name files of their time
  'docs/decisions/027-one-table-of-strategies.md',
  'docs/decisions/028-the-core-does-not-know-the-lab.md',
  'docs/decisions/030-https-on-localhost.md',
])('%s names only files that exist, and links only to such', (file) => {
  const text = readFileSync(file, 'utf8').replaceAll(/^```[^]*?^```/gm, '')
  const named = [...text.matchAll(/`((?:app|lib|docs|scripts|e2e|prisma|public)\/[^`\s]*)`/g)]
  const linked = [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)]
  const places = [
    ...named.map(([, name = '']) => name),
    ...linked.map(([, target = '']) => path.posix.join(path.posix.dirname(file), target)),
  ]
  expect(places.length).toBeGreaterThan(0)
  const isThere = (place: string) => existsSync(place.replace(/[*<].*$/, ''))
  expect(places.filter((place) => !isThere(place))).toEqual([])
})

describe('the index of decisions', () => {
  const index = readFileSync('docs/decisions/README.md', 'utf8')
  const rows = [...index.matchAll(/^\| (\d{3}) \| \[(.+)\]\((\S+)\) \| (.+) \|$/gm)]

  test('has every file of the folder', () => {
    const linked = [...index.matchAll(/\]\(([^)/]+)\)/g)].map(([, name]) => name)
    const files = readdirSync('docs/decisions').filter((name) => name !== 'README.md')
    expect(linked.toSorted()).toEqual(files.toSorted())
  })

  test('has each decision by its number and its title, in order', () => {
    const decisions = readdirSync('docs/decisions').filter((name) => /^\d{3}-.*\.md$/.test(name))
    const titles = decisions.toSorted().map((name) => {
      const [, number, title] =
        /^# (\d{3})\. (.+)$/m.exec(readFileSync(`docs/decisions/${name}`, 'utf8')) ?? []
      return [number, title, name]
    })
    expect(rows.map(([, number, title, name]) => [number, title, name])).toEqual(titles)
  })

  test('says one sentence of each', () => {
    for (const [, number, , , sentence = ''] of rows) {
      expect(sentence, number).toMatch(/^[A-Z`].*\.$/)
      expect(sentence.replaceAll(/`[^`]*`|Auth\.js|Next\.js/g, '').slice(0, -1), number).not.toMatch(/[.!?] /)
    }
  })
})

describe('the glossary', () => {
  const glossary = readFileSync('docs/glossary.md', 'utf8')
  const rows = [...glossary.matchAll(/^\| (.+?) \| .+ \| `([^`]+)` \|$/gm)]
  const terms = rows.map(([, words = '', file = '']): [words: string, file: string] => [words, file])

  test('is read whole: every line of a table is a word, its meaning and a file', () => {
    const lines = glossary.split('\n').filter((line) => /^\|(?! word |---)/.test(line))
    expect(terms.length).toBeGreaterThan(50)
    expect(terms).toHaveLength(lines.length)
    expect(new Set(terms.map(([words]) => words)).size).toBe(terms.length)
  })

  test('has only words that occur in the file beside them, names of the code as they are spelled there', () => {
    const occurs = (word: string, file: string) => {
      const name = word.replaceAll('`', '')
      return new RegExp(`\\b${name}\\b`, name === word ? 'i' : '').test(readFileSync(file, 'utf8'))
    }
    const unknown = terms.flatMap(([words, file]) => words.split(', ').filter((word) => !occurs(word, file)))
    expect(unknown).toEqual([])
  })
})
