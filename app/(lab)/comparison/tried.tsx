import { TextLink } from '@/app/components/text-link'
import { Comparison } from './comparison'

/** For the start page: what happened when it was tried. The page loads it only where the lab is on. */
export const Tried = () => (
  <section aria-labelledby="tried" className="mt-16 grid gap-6">
    <div className="grid gap-2">
      <h2 id="tried" className="text-xl">
        What happened when it was tried
      </h2>
      <p className="prose-width text-muted">
        Each cell was observed in a run, none was typed in. Where a row is coloured, the strategies part:{' '}
        <TextLink href="/experiments">all experiments</TextLink>, to be run here by you.
      </p>
    </div>
    <Comparison />
  </section>
)
