import { Section } from '@/app/components/section'
import { codeOf, type Answers, type Decision } from '@/lib/choose'
import { Code } from './code'
import { FlowSection } from './flow-section'
import type { Observations } from './observed'
import { Reasons } from './reasons'
import { Tips } from './tips'
import { YourAnswers } from './your-answers'

type Props = { answers: Answers; decision: Decision; seen: Observations }

/** What the decision stands on, in the order in which it would be defended. */
export const Answer = ({ answers, decision, seen }: Props) => (
  <>
    <YourAnswers answers={answers} />
    <Section title="Why">
      <Reasons reasons={decision.reasons} seen={seen} />
    </Section>
    {decision.vetoes.length > 0 && (
      <Section title="Ruled out" lead="A veto: no other answer outweighs it.">
        <Reasons
          reasons={decision.vetoes.map((veto) => ({ ...veto, strategies: veto.vetoes }))}
          seen={seen}
          named
        />
      </Section>
    )}
    {decision.against.length > 0 && (
      <Section
        title="What speaks for another"
        lead="It did not outweigh the rest. The chosen one is quoted last."
      >
        <Reasons reasons={decision.against} seen={seen} />
      </Section>
    )}
    <FlowSection decision={decision} seen={seen} />
    <Section title="What to mind">
      <Reasons
        reasons={decision.warnings.map((warning) => ({ ...warning, strategies: [decision.strategy] }))}
        seen={seen}
      />
    </Section>
    <Tips answers={answers} decision={decision} />
    <Code strategy={decision.strategy} code={codeOf[decision.strategy]} />
  </>
)
