import { useId } from 'react'

type Props = {
  ask: string
  options: readonly string[]
  chosen: number | undefined
  choose: (option: number) => void
}

/** Asked before anything is shown: an outcome teaches who expected something else. */
export function Prediction({ ask, options, chosen, choose }: Props) {
  const id = useId()
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-2 font-medium">{ask}</legend>
      {options.map((option, at) => (
        <div key={option} className="flex items-baseline gap-2.5 py-1">
          <input
            type="radio"
            name="prediction"
            id={`${id}-${at}`}
            value={at}
            defaultChecked={at === chosen}
            onChange={() => choose(at)}
            className="size-3.5 shrink-0 translate-y-px accent-action"
          />
          <label htmlFor={`${id}-${at}`}>{option}</label>
        </div>
      ))}
    </fieldset>
  )
}
