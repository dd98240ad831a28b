import type { Metadata } from 'next'
import { PageHeading } from '@/app/components/text'
import { securityContact } from '@/lib/auth/http/security-txt'

export const metadata: Metadata = { title: 'Report a weakness' }

/** Where to report a weakness, for everybody: SECURITY_CONTACT, where it is set. */
export default function SecurityPage() {
  const contact = securityContact()
  return (
    <>
      <PageHeading title="Report a weakness">
        Say what you sent and what came back. Please tell nobody else until it is mended.
      </PageHeading>
      <div className="prose-width grid gap-4">
        {contact ? (
          <p>
            Write to whoever runs this app:{' '}
            <a href={contact} className="wrap-anywhere break-all">
              {contact.replace(/^(mailto|tel):/, '')}
            </a>
          </p>
        ) : (
          <p>Whoever runs this app has named no address of their own.</p>
        )}
        <p>
          The code is Bothways. A weakness of the code itself is reported privately, through the security
          advisories of its repository.
        </p>
      </div>
    </>
  )
}
