'use client'
import { SubmitButton } from '@/app/components/form/submit-button'
import { TextLink } from '@/app/components/text'
import { confirmAddress } from '../auth-actions'
import { CodeForm } from '../code-form'

/**
 * Spends the code only when its button is pressed.
 * @param token from the mail's link; empty where that is incomplete
 */
export const VerifyEmailForm = ({ token }: { token: string }) => (
  <CodeForm action={confirmAddress} token={token}>
    {({ message }) => (
      <>
        <SubmitButton>Confirm address</SubmitButton>
        {message && (
          <p className="text-[0.9375rem]">
            Need a new link? <TextLink href="/sign-up">Sign up again</TextLink> with the same address.
          </p>
        )}
      </>
    )}
  </CodeForm>
)
