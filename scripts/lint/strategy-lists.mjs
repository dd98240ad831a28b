import { readFileSync } from 'node:fs'

/** The ids of the table of strategies, read from its text: rules are JavaScript. */
export const strategyIds = [
  ...readFileSync(new URL('../../lib/strategies.ts', import.meta.url), 'utf8')
    .split('export const strategies = {')[1]
    .split('\n} as const')[0]
    .matchAll(/^ {2}(\w+): \{$/gm),
].map(([, id]) => id)

/** @returns the id that an expression or a type stands for, alone: `'jwt'`, `'jwt' as const`; else undefined */
function idOf(node) {
  if (node?.type === 'TSLiteralType') return idOf(node.literal)
  if (node?.type === 'TSAsExpression' || node?.type === 'TSSatisfiesExpression') return idOf(node.expression)
  const text =
    node?.type === 'TemplateLiteral' && node.quasis.length === 1 ? node.quasis[0].value.cooked : node?.value
  return strategyIds.includes(text) ? text : undefined
}

/** Two or more ids side by side are a list that no further strategy would be found by: the table has all lists. */
export const noStrategyList = {
  create(context) {
    const check = (node, members) => {
      const named = new Set(members.map(idOf).filter((id) => id !== undefined))
      if (named.size < 2) return
      context.report({
        node,
        message: `A list of ${[...named].join(', ')}: ask lib/strategies.ts, by traits, for as many as there are.`,
      })
    }
    return {
      ArrayExpression: (node) => check(node, node.elements),
      TSUnionType: (node) => check(node, node.types),
      TSTupleType: (node) => check(node, node.elementTypes),
      ConditionalExpression: (node) => check(node, [node.consequent, node.alternate]),
    }
  },
}
