'use client'
import { Section } from '@/app/components/section'
import { drop, signOut } from '../client/session'
import { ActionButton } from './button'

export const SignOut = ({ busy }: { busy: boolean }) => (
  <Section
    title="Sign out"
    lead="Either way this page keeps a copy of the access token, as somebody would who had stolen it before."
  >
    <div className="flex flex-wrap gap-3">
      <ActionButton busy={busy} onClick={() => void drop()}>
        Drop the tokens here only
      </ActionButton>
      <ActionButton busy={busy} kind="primary" onClick={() => void signOut()}>
        Sign out and revoke
      </ActionButton>
    </div>
  </Section>
)
