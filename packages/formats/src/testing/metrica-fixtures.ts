/** Made up, in the shape of Metrica's formats, with what is easily taken for a goal in both. */
export const csvFixture = `Team,Type,Subtype,Period,Start Frame,Start Time [s],End Frame,End Time [s],From,To,Start X,Start Y,End X,End Y
Away,SET PIECE,KICK OFF,1,1,2.04,0,0,Player19,,NaN,NaN,NaN,NaN
Away,PASS,,1,1,2.04,3,2.12,Player19,Player21,0.45,0.39,0.55,NaN
Home,SHOT,HEAD-ON TARGET-SAVED,1,50,4,55,4.2,Player9,,0.92,0.47,1,0.5
Home,SHOT,HEAD-ON TARGET-GOAL,1,60,6,65,6.2,Player9,,0.92,0.47,1.01,0.55
Away,RECOVERY,GOAL,1,70,6.4,70,6.4,Player25,,0,0.5,NaN,NaN
Home,BALL OUT,WOODWORK-GOAL,1,80,7,85,7.2,Player5,,0.97,0.48,1.01,0.54
Home,CARD,YELLOW,1,90,8,90,8,Player5,,NaN,NaN,NaN,NaN
Away,CARD,SECOND YELLOW,1,95,8.5,95,8.5,Player20,,NaN,NaN,NaN,NaN
Away,CHALLENGE,AERIAL-WON,1,99,9,99,9,Player17,,0.5,0.5,NaN,NaN
Home,BALL LOST,GOAL KICK-INTERCEPTION,1,110,10,115,10.2,Player11,,0.05,0.5,0.6,0.6
Home,FAULT RECEIVED,,2,500,60,500,60,Player2,,0.5,0.5,NaN,NaN
Away,PASS,GOAL KICK,2,538,61.5,545,62,Player25,Player17,0.05,0.5,0.6,0.6
`

const moment = (time: number, x: number | null = 0.5, y: number | null = 0.5) => ({
  frame: time * 25,
  time,
  x,
  y,
})
const named = (names: readonly string[]) => {
  const list = names.map((name, id) => ({ name, id }))
  return list.length === 0 ? null : list.length === 1 ? list[0] : list
}

function entry(
  index: number,
  team: 'A' | 'B',
  [type, ...subtypes]: readonly [string, ...string[]],
  period: number,
) {
  return {
    index,
    team: { name: `Team ${team}`, id: `FIFATM${team}` },
    type: { name: type, id: 1 },
    subtypes: named(subtypes),
    start: moment(index),
    end: moment(index + 1, null, null),
    period,
    from: { name: `Player ${index}`, id: `P${index}` },
    to: null,
  }
}

export const jsonFixture = JSON.stringify({
  data: [
    entry(1, 'B', ['SET PIECE', 'KICK OFF'], 1),
    entry(2, 'B', ['PASS'], 1),
    entry(3, 'A', ['SHOT', 'ON TARGET', 'SAVED'], 1),
    entry(4, 'B', ['SHOT', 'ON TARGET', 'GOAL'], 1),
    entry(5, 'A', ['RECOVERY', 'GOAL'], 1),
    entry(6, 'A', ['BALL OUT', 'WOODWORK', 'GOAL'], 1),
    entry(7, 'B', ['CARD', 'YELLOW'], 1),
    entry(8, 'B', ['CARD', 'RED'], 1),
    entry(9, 'A', ['CHALLENGE', 'AERIAL', 'LOST'], 1),
    entry(10, 'A', ['BALL LOST', 'GOAL KICK', 'INTERCEPTION'], 1),
    entry(11, 'B', ['FAULT RECEIVED'], 2),
    entry(12, 'B', ['CARRY'], 2),
  ],
  metadata: [],
})
