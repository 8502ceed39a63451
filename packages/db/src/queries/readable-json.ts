/**
 * A JSON column that the database can take apart whatever stands in it: `->>` fails for all of a value where one text in
 * it has half of a surrogate pair or NUL. Those become `?`, and with them what looks like one; for values that have none.
 */
export const readableJson = (column: string): string =>
  String.raw`(case when strpos(${column}::text, '\u') = 0 then ${column}
    else regexp_replace(${column}::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\\u003f', 'g')::json end)`

/** A text that was read from JSON, as all of our text is: well-formed and without NUL. */
export const readableText = (value: unknown): string | null =>
  typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\uFFFD') : null
