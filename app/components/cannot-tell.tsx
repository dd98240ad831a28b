import { buttonClass } from './button'
import { Icon } from './drawing'

const aboutYou = 'We cannot tell whether you are signed in'

/** The third answer, which is neither "signed in" nor "signed out". @param title what else cannot be told */
export const CannotTell = ({ path, title = aboutYou }: { path: string; title?: string }) => (
  <section aria-labelledby="cannot-tell" className="prose-width border border-dashed border-edge p-6 sm:p-8">
    <h1 id="cannot-tell" className="flex items-center gap-2.5 text-xl">
      <Icon shape="question" className="size-5 text-muted" />
      {title}
    </h1>
    <p className="mt-3">The database does not answer. Your cookie is kept. Nothing was changed.</p>
    <p className="mt-1 text-muted">This usually passes within seconds.</p>
    <p className="mt-5">
      <a href={path} className={buttonClass('quiet')}>
        Try again
      </a>
    </p>
  </section>
)
