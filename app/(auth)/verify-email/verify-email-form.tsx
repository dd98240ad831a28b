import { AfterRefusal, Form, FormMessage } from '@/app/components/form/form'
import { SubmitButton } from '@/app/components/form/submit-button'
import { TextLink } from '@/app/components/text'
import { confirmAddress } from '../auth-actions'

/**
 * Spends the code only when its button is pressed.
 * @param token from the mail's link; empty where that is incomplete
 */
export const VerifyEmailForm = ({ token }: { token: string }) => (
  <Form action={confirmAddress} className="flex flex-col gap-5">
    <FormMessage />
    <input type="hidden" name="token" value={token} />
    <SubmitButton>Confirm address</SubmitButton>
    <AfterRefusal>
      <p className="text-[0.9375rem]">
        Need a new link? <TextLink href="/sign-up">Sign up again</TextLink> with the same address.
      </p>
    </AfterRefusal>
  </Form>
)
