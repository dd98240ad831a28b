'use client'
import { useSearchParams } from 'next/navigation'
import { buttonClass } from '@/app/components/button'
import { TextLink } from '@/app/components/text'
import { hrefOf, stepIn, stopAt, stops } from './stops'

/** On the page of a stop, for who came by the tour: what to do here, and the way on. */
export function TourBar() {
  const step = stepIn(useSearchParams().get('tour'))
  const stop = step && stopAt(step)
  return (
    stop && (
      <nav aria-label="Tour" className="tour-bar no-print">
        <div>
          <p className="prose-width min-w-0 flex-[1_1_20rem] text-[0.9375rem] leading-snug">
            <TextLink href={`/tour?step=${step}`} className="me-2 whitespace-nowrap">
              Stop {step} of {stops.length}
            </TextLink>
            {stop.text}
          </p>
          <Onward step={step} />
        </div>
      </nav>
    )
  )
}

const Onward = ({ step }: { step: number }) => (
  <TextLink href={step < stops.length ? hrefOf(step + 1) : '/experiments'} className={buttonClass('quiet')}>
    {step < stops.length ? `Next: ${stopAt(step + 1)?.title}` : 'All experiments'}
  </TextLink>
)
