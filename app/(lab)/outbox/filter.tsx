import { buttonClass } from '@/app/components/button'
import { TextLink } from '@/app/components/text'

/** A plain GET form: the filter is in the address. */
export const Filter = ({ address }: { address: string }) => (
  <form className="mb-6 flex flex-wrap items-end gap-3">
    <div className="grid gap-1.5">
      <label htmlFor="to" className="text-[0.9375rem] font-medium">
        Sent to
      </label>
      <input
        id="to"
        name="to"
        type="email"
        defaultValue={address}
        className="min-h-11 w-72 max-w-full rounded-md border border-edge bg-surface px-3"
      />
    </div>
    <button className={buttonClass('quiet')}>Filter</button>
    {address && (
      <TextLink href="/outbox" className="self-center">
        Show all
      </TextLink>
    )}
  </form>
)
