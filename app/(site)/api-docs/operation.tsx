import type { ReactNode } from 'react'
import { Ledger, LedgerCell, LedgerRow } from '@/app/components/ledger'
import type { ApiAnswer, ApiOperation } from './operations'
import type { ApiField } from './fields-of'

/** One method of one path: what it takes, and every answer it may give. */
export const Operation = ({ operation }: { operation: ApiOperation }) => {
  const { id, method, path, summary, description, parameters, bodies, answers } = operation
  return (
    <section aria-labelledby={id} className="grid gap-4 border-t border-line py-8 first:border-0 first:pt-0">
      <div className="grid gap-1">
        <h2 id={id} className="scroll-mt-6 text-lg">
          {summary}
        </h2>
        <p className="font-mono text-[0.9375rem] wrap-anywhere break-all">
          <span className="font-semibold">{method}</span> {path}
        </p>
        {description && <p className="prose-width text-muted">{description}</p>}
      </div>
      {parameters.length > 0 && (
        <Block title="Parameters">
          <FieldTable caption={`Parameters of ${method} ${path}`} fields={parameters} />
        </Block>
      )}
      {bodies.map(({ title, fields }) => (
        <Block key={title} title={title}>
          {fields.length > 0 ? (
            <FieldTable caption={`${title}, of ${method} ${path}`} fields={fields} />
          ) : (
            <Code>{'{}'}</Code>
          )}
        </Block>
      ))}
      <Block title="Answers">
        <Answers answers={answers} name={`${method} ${path}`} />
      </Block>
    </section>
  )
}

const Block = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="grid gap-1">
    <h3 className="text-sm font-normal text-muted">{title}</h3>
    {children}
  </div>
)

const Code = ({ children }: { children: string }) => <code className="text-sm">{children}</code>

const Answers = ({ answers, name }: { answers: ApiAnswer[]; name: string }) => (
  <ul className="grid">
    {answers.map(({ status, description, type, fields }) => (
      <li
        key={status}
        className="grid grid-cols-[3.25rem_minmax(0,1fr)] gap-y-1 border-b border-line py-1.5 text-[0.9375rem]"
      >
        <span className="font-mono text-sm leading-6">{status}</span>
        <span>
          {description}
          {type && <span className="text-sm text-muted"> · {type}</span>}
        </span>
        {fields.length > 0 && (
          <details className="col-start-2">
            <summary className="cursor-pointer text-sm text-muted hover:text-ink">
              {fields.length === 1 ? '1 field' : `${fields.length} fields`}
            </summary>
            <FieldTable caption={`Answer ${status} of ${name}`} fields={fields} />
          </details>
        )}
      </li>
    ))}
  </ul>
)

/** @param caption for screen readers alone: there are several such tables on the page */
export const FieldTable = ({ caption, fields }: { caption: string; fields: ApiField[] }) => (
  <Ledger caption={caption} columns={['Field', 'Type', 'Needed', 'Notes']}>
    {fields.map(({ name, type, required, note }) => (
      <LedgerRow key={name} head={name} headClassName="font-mono text-sm font-medium!">
        <LedgerCell label="Type" className="font-mono text-sm break-words">
          {type}
        </LedgerCell>
        <LedgerCell label="Needed">{required ? 'yes' : 'no'}</LedgerCell>
        <LedgerCell label="Notes" className="text-sm text-muted">
          {note || '–'}
        </LedgerCell>
      </LedgerRow>
    ))}
  </Ledger>
)
