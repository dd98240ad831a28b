import path from 'node:path'
import { coreTests, roomPackages, rooms } from './rooms.mjs'
import { noStrategyList, strategyIds } from './strategy-lists.mjs'

const pattern = (folder) => {
  const escaped = folder.replace(/[.()[\]]/g, '\\$&').replace('*', '[^/]+')
  return new RegExp(`^${escaped}${folder.endsWith('/') ? '' : '$'}`)
}
const isTest = (file) => /\.test\.tsx?$|\/testing(\/|\.ts$)/.test(file)
const roomOf = (file) => {
  const tested = isTest(file) && coreTests.folders.find((folder) => file.startsWith(folder))
  if (tested) return { ...coreTests, folder: `Tests of ${tested}`, own: tested }
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

/** @returns the text of a string or of a template without expressions; undefined for anything else */
const textOf = (node) =>
  node?.type === 'TemplateLiteral' && node.quasis.length === 1 ? node.quasis[0].value.cooked : node?.value

/**
 * Every import, export … from, import() and type of import('…') follows the table of rooms. A file of lib without a room is
 * reported, and so is an import() of a computed path. Not checked: require, and what is loaded by the path of a file.
 */
const direction = {
  create(context) {
    const file = relative(context)
    const check = ({ source }) => {
      const specifier = textOf(source)
      const message = typeof specifier === 'string' ? complaint(specifier, file) : undefined
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
      TSImportType: check,
      ImportExpression(node) {
        if (roomOf(file) && typeof textOf(node.source) !== 'string')
          context.report({ node, message: 'Write the path out: nobody can tell what a computed one loads.' })
        check(node)
      },
    }
  },
}

/** What a file that runs in the browser may take of lib at run time. `lib/client` has no schemas: they bring zod along. */
const takenByBrowser = ['lib/api-schema/', 'lib/client/', 'lib/display', 'lib/strategies']
const takenByApiClient = ['lib/client/', 'lib/set-cookie', 'lib/strategies']

/**
 * A file that runs in the browser takes types, forms, the API client and a few functions from lib, nothing else. Not
 * checked: what a file without 'use client' takes, which a file with it imports (`server-only` refuses that in the build).
 */
const clientImports = {
  create(context) {
    const file = relative(context)
    const isApiClient = file.startsWith('lib/client/') && !file.includes('.test.')
    const isClient = context.sourceCode.ast.body.some(({ directive }) => directive === 'use client')
    const places = isApiClient ? takenByApiClient : takenByBrowser
    const check = ({ source, importKind, exportKind }) => {
      const specifier = textOf(source)
      if (typeof specifier !== 'string') return
      const target = targetOf(specifier, file)
      const isFine =
        (importKind ?? exportKind) === 'type' ||
        !target?.startsWith('lib/') ||
        places.some((place) => lies(target, place))
      if (!isFine)
        context.report({
          node: source,
          message: `Of lib only types and ${places.join(', ')} are taken into a browser from here.`,
        })
    }
    if (!isClient && !isApiClient) return {}
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    }
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

/**
 * The folder of a strategy names no other strategy: what it must know of one, it asks the table. Looked at are strings,
 * templates, and names of properties. Not checked: ids that are put together, and names of variables.
 */
const noSibling = {
  create(context) {
    const [, own] = /^lib\/auth\/strategies\/([^/]+)\//.exec(relative(context)) ?? []
    if (!own) return {}
    const siblings = strategyIds.filter((id) => id !== own)
    const within = new RegExp(`\\b(${siblings.join('|')})\\b`)
    const refuse = (node) =>
      context.report({ node, message: 'A strategy names no other: ask the traits in lib/strategies.ts.' })
    const checkName = (name, computed) => {
      if (!computed && siblings.includes(name.name)) refuse(name)
    }
    return {
      Literal(node) {
        if (siblings.includes(node.value)) refuse(node)
      },
      TemplateElement(node) {
        if (within.test(node.value.cooked)) refuse(node)
      },
      MemberExpression: ({ property, computed }) => checkName(property, computed),
      Property: ({ key, computed }) => checkName(key, computed), // of a literal, and of what is taken apart
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

/** A function, or what a function of a plain name makes of one: `cache(() => …)`, not `ids.map(() => …)`. */
const isMadeOfFunction = (node) =>
  isFunction(node) ||
  (node?.type === 'CallExpression' && node.callee.type === 'Identifier' && node.arguments.some(isFunction))

/** @returns the names of the functions that a statement declares */
function functionsOf(declaration) {
  if (isMadeOfFunction(declaration)) return [declaration.id?.name ?? 'default']
  return (declaration?.declarations ?? [])
    .filter(({ init }) => isMadeOfFunction(init))
    .flatMap(({ id }) => id.name ?? [])
}

/** @returns the declaration of a statement, exported or not */
const declarationOf = (statement) => (statement.type.startsWith('Export') ? statement.declaration : statement)

/** Callers see the overloads of a function, never the statement that implements them. */
function isBehindOverloads(statement, before) {
  const [declaration, earlier] = [declarationOf(statement), before && declarationOf(before)]
  const isImplementation = declaration?.type === 'FunctionDeclaration'
  return (
    isImplementation && earlier?.type === 'TSDeclareFunction' && earlier.id?.name === declaration.id?.name
  )
}

/**
 * What a caller cannot see from name and types stands in the docstring. A blank line after it parts it from the function.
 * Not checked: methods of a class or an object, and what a call returns that is given no function.
 */
const described = {
  create(context) {
    const { sourceCode } = context
    const { body } = sourceCode.ast
    const hasDocstring = (statement) => {
      const last = sourceCode.getCommentsBefore(statement).at(-1)
      const isDocstring = last?.type === 'Block' && /^\*.*\w/s.test(last.value)
      return isDocstring && last.loc.end.line >= statement.loc.start.line - 1
    }
    /** A docstring is of the first function of its statement. */
    const check = (statement, isShown = () => true) => {
      const isDescribed =
        hasDocstring(statement) || isBehindOverloads(statement, body[body.indexOf(statement) - 1])
      const names = functionsOf(declarationOf(statement))
      for (const name of names.slice(isDescribed ? 1 : 0).filter(isShown))
        context.report({
          node: statement,
          message: `${name}: say in a docstring before it what its callers cannot see from name and types.`,
        })
    }
    return {
      ExportNamedDeclaration(statement) {
        check(statement)
        if (statement.source) return
        const names = statement.specifiers.map(({ local }) => local.name)
        for (const other of body)
          if (!other.type.startsWith('Export')) check(other, (name) => names.includes(name))
      },
      ExportDefaultDeclaration(statement) {
        check(statement)
        const { declaration } = statement
        if (declaration.type === 'Identifier')
          for (const other of body)
            if (!other.type.startsWith('Export')) check(other, (name) => name === declaration.name)
      },
    }
  },
}

export const bothways = {
  rules: {
    direction,
    'client-imports': clientImports,
    'server-only': serverOnly,
    'written-out': writtenOut,
    'no-sibling': noSibling,
    'no-strategy-list': noStrategyList,
    described,
  },
}
