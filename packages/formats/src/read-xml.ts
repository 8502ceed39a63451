import { SaxesParser } from 'saxes'
import { DocumentFault } from './document-fault.ts'
import { limits } from './limits.ts'

export type Attributes = Readonly<Record<string, string>>

export interface XmlHandlers {
  readonly open: (name: string, attributes: Attributes) => void
  readonly close?: (name: string, text: string) => void
}

/**
 * Reads XML element by element. No document type and no entity of its own is read, so nothing is expanded or fetched.
 * Throws a `DocumentFault`.
 */
export function readXml(text: string, { open, close }: XmlHandlers): void {
  const parser = new SaxesParser({ position: true })
  let depth = 0
  let elements = 0
  let content = ''
  const fault = (message: string) => new DocumentFault(`line ${parser.line}: ${message}`)
  parser.on('error', error => {
    throw fault(`is not well-formed XML: ${error.message.replace(/^\d+:\d+: /, '').slice(0, 200)}`)
  })
  parser.on('doctype', () => {
    throw fault('a document type is not read')
  })
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) throw fault('must be UTF-8')
  })
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1
    elements += 1
    if (depth > limits.depth) throw fault(`is nested more than ${limits.depth} deep`)
    if (elements > limits.xmlElements) throw fault(`holds more than ${limits.xmlElements} elements`)
    content = ''
    open(name, attributes as Attributes)
  })
  parser.on('text', part => {
    content = part
  })
  parser.on('closetag', ({ name }) => {
    depth -= 1
    close?.(name, content)
    content = ''
  })
  parser.write(text).close()
}
