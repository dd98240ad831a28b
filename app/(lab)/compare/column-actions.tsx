'use client'
import type { ReactNode } from 'react'
import { buttonClass } from '@/app/components/button'
import { strategyNames } from '@/app/components/strategy'
import type { StrategyId } from '@/lib/auth/contract'
import type { CompareController } from './controller'
import { elsewhere, hasRow, type Column, type Columns, type RequestPath } from './column'
import { signInFormId } from './sign-in-form'
import type { RunWork } from './use-working'

type Props = { column: Column; columns: Columns; controller: CompareController; run: RunWork; busy: boolean }

/** What can be done under one strategy. The same buttons in the same order in each column. */
export function ColumnActions({ column, columns, controller, run, busy }: Props) {
  const { strategy } = column
  const by = elsewhere(columns, strategy)
  const call = (path: RequestPath) => () => void run('Asking', () => controller.call([strategy], path), false)
  const act = (what: string, work: () => Promise<unknown>) => () => void run(what, work)
  const common = { busy, strategy, explain: (why: string) => controller.say(strategy, why) }
  const whyNot = column.inspection?.credential ? undefined : 'nobody is signed in under it. Sign in first.'
  return (
    <div className="actions">
      <SignIn strategy={strategy} busy={busy} />
      <Act {...common} act={call('/api/me')}>
        Call /api/me
      </Act>
      <Act {...common} act={call('/api/admin/stats')}>
        Call admin API
      </Act>
      <Act {...common} whyNot={whyNot} act={act('Renewing', () => controller.renew(strategy))}>
        Renew
      </Act>
      <Act
        {...common}
        whyNot={whyNotRevoked(column, by)}
        act={act('Revoking', async () => by && controller.revoke(column, by))}
      >
        Revoke from elsewhere
      </Act>
      <Act {...common} whyNot={whyNot} act={act('Signing out', () => controller.signOut(strategy))}>
        Sign out here
      </Act>
    </div>
  )
}

function whyNotRevoked(column: Column, by: StrategyId | undefined) {
  if (!hasRow(column)) return 'there is no session row to delete. Sign in first.'
  return by ? undefined : 'it is ended from another column. Sign in under another strategy first.'
}

const small = `${buttonClass('quiet', 'small')} px-2.5 aria-disabled:text-muted aria-disabled:hover:border-edge`

const Under = ({ strategy }: { strategy: StrategyId }) => (
  <span className="sr-only">under {strategyNames[strategy]}</span>
)

const SignIn = ({ strategy, busy }: { strategy: StrategyId; busy: boolean }) => (
  <button
    type="submit"
    form={signInFormId}
    name="only"
    value={strategy}
    className={small}
    aria-disabled={busy}
  >
    Sign in <Under strategy={strategy} />
  </button>
)

type ActProps = {
  strategy: StrategyId
  busy: boolean
  act: () => void
  whyNot?: string | undefined
  explain: (why: string) => void
  children: ReactNode
}

/** Keeps its place and its focus, also while there is nothing to do; who presses it then is told why. */
const Act = ({ strategy, busy, act, whyNot, explain, children }: ActProps) => (
  <button
    type="button"
    className={small}
    aria-disabled={busy || whyNot !== undefined}
    onClick={() => !busy && (whyNot ? explain(whyNot) : act())}
  >
    {children} <Under strategy={strategy} />
  </button>
)
