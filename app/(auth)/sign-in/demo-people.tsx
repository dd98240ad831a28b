import { labIsOn } from '@/lib/auth/http/lab'
import { demoPassword, demoPeople } from '@/lib/accounts'

/** Lab only: who may be tried here, since the terminal that named them may be far away. */
export const DemoPeople = () =>
  labIsOn() && (
    <p className="border-t border-line pt-5 text-[0.9375rem]">
      In this lab: {demoPeople.map(({ email, role }) => `${email} (${role})`).join(' and ')}, with the
      password <code className="whitespace-nowrap select-all">{demoPassword}</code>
    </p>
  )
