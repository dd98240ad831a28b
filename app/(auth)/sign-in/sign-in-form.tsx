import clsx from 'clsx'
import { anyLength, buttonClass } from '@/app/components/button'
import { Field, PasswordField } from '@/app/components/form/field'
import { Form, FormMessage } from '@/app/components/form/form'
import { StrategyChoice } from '@/app/components/form/strategy-choice'
import { SubmitButton } from '@/app/components/form/submit-button'
import type { CookieStrategyId } from '@/lib/auth/contract'
import { signInHere } from '../auth-actions'

type Props = { callbackUrl: string; chosen: CookieStrategyId; providers: { id: string; name: string }[] }

/**
 * With a password, or through a provider.
 * @param callbackUrl a path of this app
 * @param chosen the strategy that is selected at first
 */
export const SignInForm = ({ callbackUrl, chosen, providers }: Props) => (
  <Form action={signInHere} className="flex flex-col gap-5">
    <FormMessage />
    <input type="hidden" name="callbackUrl" value={callbackUrl} />
    <Field name="email" label="Email" type="email" autoComplete="username" />
    <PasswordField name="password" label="Password" autoComplete="current-password" />
    <StrategyChoice chosen={chosen} />
    <SubmitButton className="mt-1">Sign in</SubmitButton>
    {providers.length > 0 && <Providers providers={providers} />}
  </Form>
)

/** Sent as a plain form: the browser goes to the provider, under the strategy that is chosen above. */
const Providers = ({ providers }: Pick<Props, 'providers'>) => (
  <div className="grid gap-2.5 border-t border-line pt-5">
    {providers.map(({ id, name }) => (
      <button
        key={id}
        type="submit"
        formAction={`/api/sign-in/${id}`}
        formMethod="post"
        formEncType="application/x-www-form-urlencoded"
        formNoValidate
        className={clsx(buttonClass('quiet'), anyLength)}
      >
        Continue with {name}
      </button>
    ))}
  </div>
)
