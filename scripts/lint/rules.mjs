import { readFileSync } from 'node:fs'
import path from 'node:path'
import { roomPackages, rooms } from './rooms.mjs'

const pattern = (folder) => {
  const escaped = folder.replace(/[.()[\]]/g, '\\$&').replace('*', '[^/]+')
  return new RegExp(`^${escaped}${folder.endsWith('/') ? '' : '$'}`)
}
const roomOf = (file) => {
  for (const room of rooms) {
    const held = pattern(room.folder).exec(file)
    if (held) return { ...room, own: held[0] }
  }
}
const lies = (target, place) => (place.endsWith('/') ? `${target}/`.startsWith(place) : target === place)
const isBelow = (name, parent) => name === parent || name.startsWith(`${parent}/`)

/** @returns the imported file from the project's root, without extension; undefined for a package */
function targetOf(source, file) {
  const target = source.startsWith('@/')
    ? source.slice(2)
    : source.startsWith('.') && path.posix.join(path.posix.dirname(file), source)
  return target ? target.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '') : undefined
}

function complaint(source, file) {
  const room = roomOf(file)
  if (!room) return
  const target = targetOf(source, file)
  if (target === undefined) {
    const isElsewhere =
      roomPackages.some((name) => isBelow(source, name)) &&
      !room.packages.some((name) => isBelow(source, name))
    return isElsewhere ? `${source} stays in the rooms that are made for it.` : undefined
  }
  const isBarred = room.mayNot?.some((place) => lies(target, place))
  const isBelowFolder = [room.own, ...room.may].some((place) => place.endsWith('/') && lies(target, place))
  if (room.may.includes(target) || (isBelowFolder && !isBarred)) return
  return `${room.folder} may not import ${target}: ask at a door that it may use.`
}

const relative = (context) => path.relative(context.cwd, context.filename).replaceAll(path.sep, '/')

/** Every import, export … from and import() follows the table of rooms. A file of lib without a room is reported. */
const direction = {
  create(context) {
    const file = relative(context)
    const check = ({ source }) => {
      const message = typeof source?.value === 'string' ? complaint(source.value, file) : undefined
      if (message) context.report({ node: source, message })
    }
    return {
      Program(node) {
        if (file.startsWith('lib/') && !roomOf(file))
          context.report({
            node,
            message: 'This file has no room: give it a line in scripts/lint/rooms.mjs.',
          })
      },
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    }
  },
}

/** What a file that runs in the browser may take of lib at run time. `lib/client` has no schemas: they bring zod along. */
const takenByBrowser = ['lib/api-schema/', 'lib/client/', 'lib/display', 'lib/strategies']
const takenByApiClient = ['lib/client/', 'lib/set-cookie', 'lib/strategies']

/** A file that runs in the browser takes types, forms, the API client and a few functions from lib, nothing else. */
const clientImports = {
  create(context) {
    const file = relative(context)
    const isApiClient = file.startsWith('lib/client/') && !file.includes('.test.')
    const isClient = context.sourceCode.ast.body.some(({ directive }) => directive === 'use client')
    const places = isApiClient ? takenByApiClient : takenByBrowser
    const check = ({ source, importKind }) => {
      const target = targetOf(source.value, file)
      const isFine =
        importKind === 'type' || !target?.startsWith('lib/') || places.some((place) => lies(target, place))
      if (!isFine)
        context.report({
          node: source,
          message: `Of lib only types and ${places.join(', ')} are taken into a browser from here.`,
        })
    }
    return isClient || isApiClient ? { ImportDeclaration: check } : {}
  },
}

const isOnlyTypes = ({ type, importKind, exportKind, declaration }) =>
  importKind === 'type' || exportKind === 'type' || /^TS(TypeAlias|Interface)/.test(declaration?.type ?? type)

/** Code of lib must fail the build of a browser bundle that takes it in. */
const serverOnly = {
  create: (context) => ({
    Program({ body }) {
      if (body.every(isOnlyTypes) || body[0]?.source?.value === 'server-only') return
      context.report({ loc: { line: 1, column: 0 }, message: `Begin with: import 'server-only'` })
    },
  }),
}

/** @returns the literals that an expression may have as its value; an empty one has no property that could be misspelt */
function literalsOf(node) {
  switch (node.type) {
    case 'ObjectExpression':
      return node.properties.length ? [node] : []
    case 'LogicalExpression':
      return [...literalsOf(node.left), ...literalsOf(node.right)]
    case 'ConditionalExpression':
      return [...literalsOf(node.consequent), ...literalsOf(node.alternate)]
    case 'SequenceExpression':
      return literalsOf(node.expressions.at(-1))
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
      return literalsOf(node.expression)
    default:
      return []
  }
}

/**
 * TypeScript looks for misspelt properties in a literal, not in one that is spread into another or given to
 * Object.assign, and not in one that a condition chooses to spread. Not checked: what a function returns or a variable
 * holds, which TypeScript compares with the type that is written there.
 */
const writtenOut = {
  create(context) {
    const refuse = (node) =>
      context.report({ node, message: 'Write the properties out: a literal that is spread is not checked.' })
    const check = ({ argument }) => literalsOf(argument).forEach(refuse)
    return {
      'ObjectExpression > SpreadElement': check,
      JSXSpreadAttribute: check,
      "CallExpression[callee.object.name='Object'][callee.property.name='assign']"({
        arguments: [target, ...sources],
      }) {
        if (target?.type === 'ObjectExpression') sources.flatMap(literalsOf).forEach(refuse)
      },
    }
  },
}

/** The ids of the table of strategies, read from its text: rules are JavaScript. */
const strategyIds = [
  ...readFileSync(new URL('../../lib/strategies.ts', import.meta.url), 'utf8')
    .split('export const strategies = {')[1]
    .split('\n} as const')[0]
    .matchAll(/^ {2}(\w+): \{$/gm),
].map(([, id]) => id)

/** The folder of a strategy names no other strategy: what it must know of one, it asks the table. */
const noSibling = {
  create(context) {
    const [, own] = /^lib\/auth\/strategies\/([^/]+)\//.exec(relative(context)) ?? []
    if (!own) return {}
    const isSibling = (text) => text !== own && strategyIds.includes(text)
    const message = 'A strategy names no other: ask the traits in lib/strategies.ts.'
    return {
      Literal(node) {
        if (isSibling(node.value)) context.report({ node, message })
      },
      TemplateLiteral(node) {
        if (node.quasis.length === 1 && isSibling(node.quasis[0].value.cooked))
          context.report({ node, message })
      },
      MemberExpression({ property, computed }) {
        if (!computed && isSibling(property.name)) context.report({ node: property, message })
      },
    }
  },
}

const functionTypes = [
  'FunctionDeclaration',
  'TSDeclareFunction',
  'FunctionExpression',
  'ArrowFunctionExpression',
]
const isFunction = (node) => functionTypes.includes(node?.type)

/** @returns the name of the function that an export writes out; undefined for an export of anything else */
function exportedFunction({ declaration }) {
  if (isFunction(declaration)) return declaration.id?.name ?? 'default'
  return declaration?.declarations?.find(({ init }) => isFunction(init))?.id.name
}

/** Callers see the overloads of a function, never the statement that implements them. */
function isBehindOverloads({ declaration }, before) {
  const isOverloaded = before?.declaration?.type === 'TSDeclareFunction'
  const isImplementation = declaration.type === 'FunctionDeclaration'
  return isOverloaded && isImplementation && before.declaration.id?.name === declaration.id?.name
}

/** What a caller cannot see from name and types stands in the docstring. A blank line after it parts it from the function. */
const described = {
  create(context) {
    const { sourceCode } = context
    const hasDocstring = (statement) => {
      const last = sourceCode.getCommentsBefore(statement).at(-1)
      const isDocstring = last?.type === 'Block' && /^\*.*\w/s.test(last.value)
      return isDocstring && last.loc.end.line >= statement.loc.start.line - 1
    }
    const check = (statement) => {
      const name = exportedFunction(statement)
      const { body } = sourceCode.ast
      if (!name || hasDocstring(statement)) return
      if (isBehindOverloads(statement, body[body.indexOf(statement) - 1])) return
      context.report({
        node: statement,
        message: `${name}: say in a docstring before it what its callers cannot see from name and types.`,
      })
    }
    return { ExportNamedDeclaration: check, ExportDefaultDeclaration: check }
  },
}

export const bothways = {
  rules: {
    direction,
    'client-imports': clientImports,
    'server-only': serverOnly,
    'written-out': writtenOut,
    'no-sibling': noSibling,
    described,
  },
}
