import type { Terminal } from '../command.ts'

/** A terminal with somebody at it, who answers each question with the same; keeps what was written. */
export function createMemoryTerminal(answer: string) {
  const written = { out: '', err: '', questions: [] as string[] }
  const terminal: Terminal = {
    out: text => {
      written.out += text
    },
    err: text => {
      written.err += text
    },
    isInteractive: true,
    ask: async question => {
      written.questions.push(question)
      return answer
    },
  }
  return { terminal, written }
}
