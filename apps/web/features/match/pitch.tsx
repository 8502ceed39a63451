import type { PitchState } from './pitch-state.ts'
import type { Teams } from './teams.ts'

const length = 105
const width = 68

/** The pitch with the ball, the way it came, and the players that sensors see. Metres. */
export function Pitch({ pitch, teams }: { pitch: PitchState; teams: Teams }) {
  const ball = pitch.ball.at(-1)
  const trail = pitch.ball.map(({ x, y }) => `${x * length},${y * width}`).join(' ')
  return (
    <section aria-labelledby="pitch" className="panel p-4">
      <div className="flex items-baseline justify-between">
        <h2 id="pitch" className="eyebrow">
          On the pitch
        </h2>
        <span className="h-4 text-muted text-xs tabular-nums">
          {pitch.noiseDecibels !== undefined && `Crowd ${Math.round(pitch.noiseDecibels)} dB`}
        </span>
      </div>
      <svg
        viewBox="-3 -3 111 74"
        className="mt-2 w-full"
        role="img"
        aria-label="Where the ball is on the pitch"
      >
        <rect x="-3" y="-3" width="111" height="74" rx="4" fill="var(--turf)" />
        <g fill="none" stroke="var(--turf-line)" strokeWidth=".6">
          <rect width={length} height={width} />
          <path d="M52.5 0v68M0 13.8h16.5v40.3H0M105 13.8H88.5v40.3H105M0 24.8h5.5v18.3H0M105 24.8h-5.5v18.3h5.5" />
          <circle cx="52.5" cy="34" r="9.15" />
        </g>
        {[...pitch.players.values()].map(({ key, name, team, x, y }) => (
          <circle key={key} cx={x * length} cy={y * width} r="1.7" fill={teams[team].color}>
            <title>{`${name}, ${teams[team].name}`}</title>
          </circle>
        ))}
        <polyline
          points={trail}
          fill="none"
          stroke="var(--ink)"
          strokeWidth=".7"
          opacity=".35"
          strokeLinejoin="round"
        />
        {ball && (
          <g
            className="transition-transform duration-300 ease-linear"
            style={{ transform: `translate(${ball.x * length}px, ${ball.y * width}px)` }}
            data-testid="ball"
          >
            <circle r="1.9" fill="#fff" stroke="#111" strokeWidth=".6" />
          </g>
        )}
      </svg>
    </section>
  )
}
