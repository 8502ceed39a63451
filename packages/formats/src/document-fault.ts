/** A document that can't be read as a whole; the message says why. */
export class DocumentFault extends Error {
  readonly path: string
  constructor(message: string, path = '(document)') {
    super(message)
    this.path = path
  }
}

/** One element that can't be read; its neighbours can. */
export class ElementFault extends Error {
  /** Within the element; empty for the element itself. */
  readonly path: string
  constructor(message: string, path = '') {
    super(message)
    this.path = path
  }
}
