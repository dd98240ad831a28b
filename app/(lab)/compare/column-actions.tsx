'use client'
import type { ReactNode } from 'react'
import { buttonClass } from '@/app/components/button'
import { strategyNames } from '@/app/components/strategy'
import type { StrategyId } from '@/lib/auth/contract'
import { elsewhere, type Bench } from './bench'
import { hasRow, type Column, type Columns } from './column'
import { signInFormId } from './sign-in-form'
import type { Run } from './use-working'

type Props = { column: Column; columns: Columns; bench: Bench; run: Run; busy: boolean }

/** What can be done under one strategy. The same buttons in the same order in each column. */
export function ColumnActions({ column, columns, bench, run, busy }: Props) {
  const { strategy } = column
  const by = elsewhere(columns, strategy)
  const call = (path: string) => () => void run('Asking', () => bench.call(strategy, path), false)
  const act = (what: string, work: () => Promise<unknown>) => () => void run(what, work)
  const has = Boolean(column.held?.credential)
  return (
    <div className="actions">
      <SignIn strategy={strategy} busy={busy} />
      <Act {...{ strategy, busy }} can={has} act={call('/api/me')}>
        Call /api/me
      </Act>
      <Act {...{ strategy, busy }} can={has} act={call('/api/admin/stats')}>
        Call admin API
      </Act>
      <Act {...{ strategy, busy }} can={has} act={act('Renewing', () => bench.renew(strategy))}>
        Renew
      </Act>
      <Act
        {...{ strategy, busy }}
        can={hasRow(column) && by !== undefined}
        act={act('Revoking', async () => by && bench.revoke(column, by))}
        why={by ? undefined : 'Sign in under another strategy first: the session is ended from there.'}
      >
        Revoke from elsewhere
      </Act>
      <Act {...{ strategy, busy }} can={has} act={act('Signing out', () => bench.signOut(strategy))}>
        Sign out here
      </Act>
    </div>
  )
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
  can: boolean
  act: () => void
  why?: string | undefined
  children: ReactNode
}

/** Keeps its place and its focus, also while there is nothing to do. */
const Act = ({ strategy, busy, can, act, why, children }: ActProps) => (
  <button
    type="button"
    className={small}
    title={why}
    aria-disabled={busy || !can}
    onClick={() => !busy && can && act()}
  >
    {children} <Under strategy={strategy} />
  </button>
)
