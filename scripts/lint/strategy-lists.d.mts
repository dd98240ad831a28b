import type { Rule } from 'eslint'

/** The ids of the table of strategies. */
export const strategyIds: readonly string[]
export const noStrategyList: Rule.RuleModule
