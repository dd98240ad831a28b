'use client'
import { buttonClass } from '@/app/components/button'
import { strategyNames } from '@/app/components/strategy'
import { TextLink } from '@/app/components/text-link'
import type { CompareController } from './controller'
import type { Column } from './column'
import type { Run } from './use-working'
import { isTokenStrategy } from '@/lib/strategies'

/** What somebody has who copied the credential before it was given up. */
export function TheCopy({ column, bench, run }: { column: Column; bench: CompareController; run: Run }) {
  const { strategy, copy, copyAnswer } = column
  if (!isTokenStrategy(strategy))
    return (
      <p>
        This page cannot read the cookie, so it cannot copy it.{' '}
        <TextLink href="/experiments/replay-after-sign-out">
          See it copied <span className="sr-only">under {strategyNames[strategy]}</span>
        </TextLink>
      </p>
    )
  if (!copy) return <p className="text-muted">Kept here when you sign out.</p>
  const tryIt = () => void run('Trying the copy', () => bench.tryCopy(strategy), false)
  return (
    <div className="grid justify-items-start gap-1.5">
      <code>{copy}</code>
      <button type="button" className={`${buttonClass('quiet', 'small')} px-2.5`} onClick={tryIt}>
        Try the copy <span className="sr-only">under {strategyNames[strategy]}</span>
      </button>
      <p className={copyAnswer?.status === 200 ? 'text-refused' : 'text-ok'}>
        {copyAnswer &&
          (copyAnswer.status === 200 ? 'Accepted: 200' : `${copyAnswer.status}, ${copyAnswer.says}`)}
      </p>
    </div>
  )
}
