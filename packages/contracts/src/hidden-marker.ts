/** Stands where the console hides a value; as a member's name, for all members whose names are hidden. */
export const hiddenMarker = '•••• hidden'
