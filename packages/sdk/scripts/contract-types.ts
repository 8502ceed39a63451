import ts from 'typescript'

const flags =
  ts.TypeFormatFlags.InTypeAlias |
  ts.TypeFormatFlags.NoTruncation |
  ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope |
  ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType

type Named = ts.TypeAliasDeclaration | ts.InterfaceDeclaration

/**
 * Declarations of the contracts' types that `names` need, written out: they stand by themselves, without the schemas
 * that they were inferred from.
 */
export function contractTypes(program: ts.Program, names: readonly string[]): string {
  const checker = program.getTypeChecker()
  const known = new Map(
    program
      .getSourceFiles()
      .filter(file => file.fileName.includes('/contracts/src/'))
      .flatMap(file => file.statements.filter(isNamed))
      .map(node => [node.name.text, node] as const),
  )
  const written = new Map<string, string>()
  const waiting = [...names]
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    const node = known.get(name)
    if (!node || written.has(name)) continue
    const text = textOf(node, checker)
    written.set(name, text)
    waiting.push(...(text.match(/\b[A-Z]\w+/g) ?? []))
  }
  return [...written.values()].sort().join('\n')
}

const isNamed = (node: ts.Statement): node is Named =>
  ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)

function textOf(node: Named, checker: ts.TypeChecker): string {
  if (ts.isInterfaceDeclaration(node)) return node.getText().replace(/^(export )?/, 'export ')
  const type = checker.typeToString(checker.getTypeAtLocation(node.name), undefined, flags)
  return `export type ${node.name.text} = ${type.replaceAll(/ & (?:z\.core\.)?\$brand<[^>]*>/g, '')}`
}
