import type { Metadata } from 'next'
import { Fragment } from 'react'
import { PageHeading } from '@/app/components/text'
import { extraEndpoints } from '@/lib/auth/http/route'
import { openApiDocument } from '@/lib/api-schema/openapi'
import { Operation } from './operation'
import { operationsOf } from './operations'

export const metadata: Metadata = { title: 'API' }

/**
 * The API in words, for everybody: made from the same document as /api/openapi.json, `extraEndpoints` of this process
 * included.
 */
export default function ApiDocsPage() {
  const document = openApiDocument(extraEndpoints.get())
  const operations = operationsOf(document)
  return (
    <>
      <PageHeading title="API">
        {document.info.description} <a href="/api/openapi.json">OpenAPI 3.1 as JSON</a>
      </PageHeading>
      <div className="grid gap-x-12 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <nav
          aria-label="Endpoints"
          className="mb-8 lg:sticky lg:top-6 lg:max-h-[90dvh] lg:self-start lg:overflow-y-auto"
          tabIndex={0}
        >
          <ul className="grid gap-1 font-mono text-[0.8125rem]">
            {operations.map(({ id, method, path }) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  className="grid grid-cols-[4.25rem_minmax(0,1fr)] no-underline hover:underline"
                >
                  <span className="text-muted">{method}</span>
                  <Path path={path} />
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="min-w-0">
          {operations.map((operation) => (
            <Operation key={operation.id} operation={operation} />
          ))}
        </div>
      </div>
    </>
  )
}

/** Breaks before a slash, never within a name. */
const Path = ({ path }: { path: string }) => (
  <span>
    {path.split(/(?=\/)/).map((part) => (
      <Fragment key={part}>
        <wbr />
        {part}
      </Fragment>
    ))}
  </span>
)
