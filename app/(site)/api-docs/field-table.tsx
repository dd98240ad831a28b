import type { ApiField } from './fields-of'

export const FieldTable = ({ caption, fields }: { caption: string; fields: ApiField[] }) => (
  <table role="table" className="ledger">
    <caption className="sr-only">{caption}</caption>
    <thead role="rowgroup">
      <tr role="row">
        {['Field', 'Type', 'Needed', 'Notes'].map((head) => (
          <th key={head} role="columnheader" scope="col">
            {head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody role="rowgroup">
      {fields.map(({ name, type, required, note }) => (
        <tr key={name} role="row">
          <th role="rowheader" scope="row" className="font-mono text-sm font-medium!">
            {name}
          </th>
          <td role="cell" data-label="Type" className="font-mono text-sm break-words">
            {type}
          </td>
          <td role="cell" data-label="Needed">
            {required ? 'yes' : 'no'}
          </td>
          <td role="cell" data-label="Notes" className="text-sm text-muted">
            {note || '–'}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
