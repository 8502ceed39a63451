import type { Tone } from '../kit/display/tone.ts'
import type { EditVerdict } from './use-edit-check.ts'

export interface VerdictInWords {
  readonly tone: Tone
  readonly text: string
}

/** What to say of a draft under its editor. */
export function verdictInWords(verdict: EditVerdict, isChanged: boolean): VerdictInWords {
  if (verdict.kind === 'unasked') return { tone: 'neutral', text: 'It is not checked.' }
  if (verdict.kind === 'checking') return { tone: 'neutral', text: 'Checking…' }
  if (verdict.kind === 'failed') return { tone: 'critical', text: 'It could not be checked.' }
  const { ok, faults, line, column } = verdict.check
  if (!ok && line !== undefined)
    return { tone: 'critical', text: `No JSON: line ${line}, column ${column ?? 1}.` }
  if (!ok) return { tone: 'critical', text: faults.length === 1 ? 'One fault.' : `${faults.length} faults.` }
  const text = isChanged
    ? 'It fits the schema and is plausible: it can be replayed.'
    : 'As it came it fits the schema of today: it can be replayed as it is.'
  return { tone: 'good', text }
}

/** Why a draft cannot be replayed yet; undefined if it can. */
export function whyNotReplayDraft(verdict: EditVerdict, isChanged: boolean): string | undefined {
  if (!isChanged) return undefined
  if (verdict.kind === 'checking') return 'Your correction is being checked.'
  if (verdict.kind !== 'checked') return 'Your correction could not be checked.'
  return verdict.check.ok ? undefined : 'Your correction has faults: see Edit.'
}

/** As the editor names places, by JSON pointer. Where the text is no JSON the editor finds the place itself. */
export function editorFaults(
  verdict: EditVerdict,
): readonly { readonly path: string; readonly message: string }[] {
  if (verdict.kind !== 'checked' || verdict.check.line !== undefined) return []
  return verdict.check.faults.map(({ path, message }) => ({ path: pointerOf(path), message }))
}

/** `payload.minute` → `/payload/minute`; `(root)` is the whole. */
function pointerOf(path: string): string {
  if (path === '(root)') return ''
  const steps = path.split('.').map(step => step.replaceAll('~', '~0').replaceAll('/', '~1'))
  return `/${steps.join('/')}`
}
