import type { TeamIdentity } from './team-identity.ts'

/** A shield in the team's colour. Decorative: the name always stands beside it. */
export function TeamBadge({ team, className = 'size-10' }: { team: TeamIdentity; className?: string }) {
  return (
    <svg viewBox="0 0 40 44" className={`shrink-0 ${className}`} aria-hidden="true">
      <path d="M3 4 20 1l17 3v20c0 9-7 15-17 19C10 39 3 33 3 24z" fill={team.color} />
      <path d="M20 1l17 3v20c0 9-7 15-17 19z" fill="#000" opacity=".14" />
      <text
        x="20"
        y="26"
        textAnchor="middle"
        fontSize={team.initials.length > 2 ? 12 : 15}
        fontWeight="700"
        fill={team.onColor}
      >
        {team.initials}
      </text>
    </svg>
  )
}
