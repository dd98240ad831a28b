import { DeadEnd } from './dead-end'

export function Forbidden() {
  return (
    <DeadEnd
      status={403}
      title="Your role does not allow this"
      next={{ href: '/account', label: 'Go to your account' }}
    >
      <p>You are signed in, but this page is for administrators. One of them can change your role.</p>
    </DeadEnd>
  )
}
