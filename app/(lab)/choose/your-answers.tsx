import { questions, type Answers } from '@/lib/choose'

/** On paper only, where the questions are left out: what the decision was made from. */
export const YourAnswers = ({ answers }: { answers: Answers }) => (
  <dl className="mb-6 hidden gap-x-6 gap-y-1 text-sm print:grid print:grid-cols-[1fr_1fr]">
    {questions.map(({ id, ask, options }) => (
      <div key={id} className="contents">
        <dt className="text-muted">{ask}</dt>
        <dd>{options.find((option) => option.id === answers[id])?.label ?? 'Not answered'}</dd>
      </div>
    ))}
  </dl>
)
