import { createContext } from 'react'

/** Inside a grid's row nothing but the row itself is a tab stop of the kit. */
export const GridRowContext = createContext(false)
