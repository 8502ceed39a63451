import { MatchList } from '../../features/matches/match-list.tsx'

export default function Page() {
  return (
    <>
      <h1 className="mb-5 font-bold text-2xl tracking-tight">Matches</h1>
      <MatchList />
    </>
  )
}
