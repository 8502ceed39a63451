/** Which of so many tabs a key moves the focus to, from one of them; round at the ends. */
export function tabAfter(key: string, place: number, count: number): number | undefined {
  if (count === 0 || place < 0) return undefined
  switch (key) {
    case 'ArrowRight':
      return (place + 1) % count
    case 'ArrowLeft':
      return (place - 1 + count) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
