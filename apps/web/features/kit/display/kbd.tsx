const names: Readonly<Record<string, string>> = {
  mod: 'Ctrl',
  enter: '↵',
  esc: 'Esc',
  shift: '⇧',
  space: 'Space',
  up: '↑',
  down: '↓',
}

const keyName = (key: string): string => names[key] ?? (key.length === 1 ? key.toUpperCase() : key)

/** How a combination is written: `mod+enter` → `Ctrl ↵`, `g d` → `G then D`. */
export const writtenKeys = (keys: string): string =>
  keys
    .split(' ')
    .map(chord => chord.split('+').map(keyName).join(' '))
    .join(' then ')

export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className="inline-flex items-center gap-0.5 whitespace-nowrap font-sans text-[0.6875rem] text-current leading-none">
      {keys.split(' ').map(chord => (
        <span key={chord} className="inline-flex gap-0.5">
          {chord.split('+').map(key => (
            <span
              key={key}
              className="grid h-4.5 min-w-4.5 place-items-center rounded border border-current/35 px-1"
            >
              {keyName(key)}
            </span>
          ))}
        </span>
      ))}
    </kbd>
  )
}
