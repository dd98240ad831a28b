import { Ledger, LedgerCell, LedgerRow } from '@/app/components/ledger'
import type { ApiField } from './fields-of'

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
