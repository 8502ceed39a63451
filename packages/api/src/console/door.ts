const callsPerPerson = 24

/** Bounds how many calls one person has under way, so that a page gone wild can't take the database from the others. */
export function createDoor(limit = callsPerPerson): { enter(person: string): (() => void) | undefined } {
  const underWay = new Map<string, number>()
  return {
    enter: person => {
      const now = underWay.get(person) ?? 0
      if (now >= limit) return undefined
      underWay.set(person, now + 1)
      return () => {
        const left = (underWay.get(person) ?? 1) - 1
        if (left === 0) underWay.delete(person)
        else underWay.set(person, left)
      }
    },
  }
}
