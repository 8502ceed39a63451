import { IconButton } from '../kit/actions/button.tsx'
import { Icon } from '../kit/display/icon.tsx'

interface LetterStepsProps {
  readonly onPrevious: (() => void) | undefined
  readonly onNext: (() => void) | undefined
}

export const whyNotPrevious = 'No letter stands before it in the list.'
export const whyNotNext = 'No letter stands after it in the list.'

export function LetterSteps({ onPrevious, onNext }: LetterStepsProps) {
  return (
    <>
      <IconButton
        label="Previous letter ([)"
        size="sm"
        icon={<Icon name="chevron-left" />}
        onClick={onPrevious}
        disabledReason={onPrevious ? undefined : whyNotPrevious}
      />
      <IconButton
        label="Next letter (])"
        size="sm"
        icon={<Icon name="chevron-right" />}
        onClick={onNext}
        disabledReason={onNext ? undefined : whyNotNext}
      />
    </>
  )
}
