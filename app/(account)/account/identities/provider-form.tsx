import clsx from 'clsx'
import { anyLength, buttonClass } from '@/app/components/button'

type Props = {
  provider: string
  intent: 'again' | 'connect'
  strategy: string
  children: React.ReactNode
}

/** A plain form that leads to a provider and back to the account. */
export const ProviderForm = ({ provider, intent, strategy, children }: Props) => (
  <form method="post" action={`/api/sign-in/${provider}`}>
    <input type="hidden" name="intent" value={intent} />
    <input type="hidden" name="strategy" value={strategy} />
    <input type="hidden" name="callbackUrl" value="/account" />
    <button type="submit" className={clsx(buttonClass('quiet', 'small'), anyLength)}>
      {children}
    </button>
  </form>
)
