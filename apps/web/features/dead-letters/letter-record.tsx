import { CopyButton } from '../kit/actions/copy-button.tsx'
import { KeyValueList } from '../kit/display/key-value-list.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { Time } from '../kit/time/time.tsx'
import type { Letter } from './use-letter.ts'

/** Where it stands in the log, its headers and its trace. */
export function LetterRecord({ letter }: { letter: Letter }) {
  const headers = Object.entries(letter.headers)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 text-sm">
      <section aria-label="Place in the log">
        <h3 className="eyebrow mb-1">Place in the log</h3>
        <KeyValueList
          items={[
            { key: 'topic', label: 'Topic', value: <VisibleText text={letter.topic} />, mono: true },
            { key: 'partition', label: 'Partition', value: letter.partition },
            { key: 'offset', label: 'Offset', value: letter.offset, mono: true },
            { key: 'at', label: 'Appended', value: <Time at={letter.originAt} show="absolute" /> },
            {
              key: 'schema',
              label: 'Schema',
              value: <VisibleText text={letter.schemaVersion || '–'} />,
              mono: true,
            },
            {
              key: 'published',
              label: 'On its dead-letter topic',
              value: letter.publishedAt === null ? 'not yet' : <Time at={letter.publishedAt} />,
            },
          ]}
        />
      </section>
      <section aria-label="Trace">
        <h3 className="eyebrow mb-1">Trace</h3>
        <KeyValueList
          items={[
            {
              key: 'correlation',
              label: 'Correlation',
              value: <Copied text={letter.correlationId} />,
              mono: true,
            },
            {
              key: 'traceparent',
              label: 'traceparent',
              value: <Copied text={letter.traceparent} />,
              mono: true,
            },
          ]}
        />
      </section>
      <section aria-label="Headers">
        <h3 className="eyebrow mb-1">Headers</h3>
        {headers.length === 0 ? (
          <p className="text-muted">The record has none.</p>
        ) : (
          <KeyValueList
            items={headers.map(([name, value]) => ({
              key: name,
              label: name.slice(0, 80),
              value: <VisibleText text={value} maxChars={1_000} />,
              mono: true,
            }))}
          />
        )}
      </section>
    </div>
  )
}

function Copied({ text }: { text: string }) {
  if (text === '') return '–'
  return (
    <span className="flex flex-wrap items-center justify-between gap-2">
      <VisibleText text={text} />
      <CopyButton text={text} size="sm" />
    </span>
  )
}
