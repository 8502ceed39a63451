/**
 * Makes work that anybody may cause cost no more than that of one caller: however many ask, it begins at most once in
 * `keptMs`, one at a time, and all who ask meanwhile get the same answer, a failure too.
 */
export function keptAnswer<T>(
  work: () => Promise<T>,
  keptMs: number,
  nowMs: () => number = () => performance.now(),
): () => Promise<T> {
  let kept: { readonly answer: Promise<T>; readonly beganMs: number; isUnderWay: boolean } | undefined
  return () => {
    if (kept && (kept.isUnderWay || nowMs() - kept.beganMs < keptMs)) return kept.answer
    const begun = { answer: work(), beganMs: nowMs(), isUnderWay: true }
    const end = () => {
      begun.isUnderWay = false
    }
    begun.answer.then(end, end)
    kept = begun
    return begun.answer
  }
}
