import clsx from 'clsx'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { buttonClass } from '@/app/components/button'
import { PageHeading, TextLink } from '@/app/components/text'
import { Terms } from '../glossary/terms'
import { requireLab } from '../require-lab'
import { hrefOf, stepIn, stopAt, stops, type Stop } from './stops'

export const metadata: Metadata = { title: 'Tour' }

const first = 1

const toStep = (step: number) => `/tour?step=${step}`

/** One stop of the tour, for everybody, in the lab only. A `step` in the address that is none shows the first one. */
export default async function TourPage({
  searchParams,
}: {
  searchParams: Promise<{ step?: string | string[] }>
}) {
  requireLab()
  const step = stepIn((await searchParams).step) ?? first
  const stop = stopAt(step)
  if (!stop) notFound()
  return (
    <>
      <PageHeading title="The tour">
        <Terms>Six stops, five minutes. Each is a page of its own, which leads on to the next.</Terms>
      </PageHeading>
      <div className="grid gap-x-16 gap-y-10 lg:grid-cols-[16rem_minmax(0,1fr)]">
        <Way step={step} />
        <Here step={step} stop={stop} />
      </div>
    </>
  )
}

const Way = ({ step }: { step: number }) => (
  <nav aria-label="Stops">
    <ol className="grid gap-1">
      {stops.map(({ title }, at) => (
        <li key={title}>
          <TextLink
            href={toStep(at + first)}
            aria-current={at + first === step ? 'step' : undefined}
            className={clsx(
              'grid min-h-8 grid-cols-[1.5rem_minmax(0,1fr)] items-baseline border-s-2 ps-3 no-underline',
              at + first === step ? 'border-ink font-semibold' : 'border-line text-muted hover:text-ink',
            )}
          >
            <span className="tabular-nums">{at + first}</span>
            {title}
          </TextLink>
        </li>
      ))}
    </ol>
  </nav>
)

const Here = ({ step, stop: { title, text, action } }: { step: number; stop: Stop }) => (
  <section aria-labelledby="stop" className="grid content-start justify-items-start gap-5">
    <p className="text-sm text-muted">
      Stop {step} of {stops.length}
    </p>
    <h2 id="stop" className="text-xl">
      {title}
    </h2>
    <p className="prose-width min-h-24 text-[1.0625rem]">
      <Terms>{text}</Terms>
    </p>
    <p className="flex flex-wrap gap-3">
      <TextLink href={hrefOf(step)} className={buttonClass()}>
        {action}
      </TextLink>
      {step > first && (
        <TextLink href={toStep(step - 1)} className={buttonClass('quiet')}>
          Back
        </TextLink>
      )}
      <TextLink
        href={step < stops.length ? toStep(step + 1) : '/experiments'}
        className={buttonClass('quiet')}
      >
        {step < stops.length ? 'Next' : 'All experiments'}
      </TextLink>
    </p>
  </section>
)
