import 'server-only'
import { cookieStrategyIds, idsBy, tokenStrategyIds, type StrategyId } from '@/lib/strategies'
import type { Evidence } from '../evidence'
import type { AnswerTo, Answers, QuestionId } from '../questions'

/** Answers under which something applies: every question named must be answered with one of those listed. */
export type When = { readonly [Id in QuestionId]?: readonly AnswerTo<Id>[] }

/** A need of the reader, and which strategies meet it. What a strategy does about it, the experiment says. */
type Rule = { when: When; because: string; evidence: Evidence }
export type Weight = Rule & { weights: Partial<Record<StrategyId, number>> }
export type Veto = Rule & { vetoes: readonly StrategyId[] }
export type Warning = Rule & { strategies: readonly StrategyId[] }

/** False where a question that is named is not answered yet. True for a `when` that names none. */
export function applies(when: When, answers: Answers): boolean {
  for (const id in when) {
    const answer = answers[id as QuestionId]
    if (!answer || !(when[id as QuestionId] as readonly string[]).includes(answer)) return false
  }
  return true
}

export const cookies = cookieStrategyIds
export const tokens = tokenStrategyIds
/** What nobody looks up between two renewals. */
export const selfContained = idsBy({ lookup: 'each-renewal' })
export const lookedUp = idsBy({ lookup: 'each-request' })
/** Whoever calls is a script or a program, which can put something into a header. */
export const scripted = ['spa', 'native', 'several'] as const
export const inBrowser = ['pages', 'spa', 'several'] as const
