/** What happened to a row since the list was last shown anew. */
export type RowMark = 'new' | 'changed' | 'gone'
