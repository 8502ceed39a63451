import type { LetterStage } from '@touchline/contracts'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { codeInWords, stages } from './letter-words.ts'
