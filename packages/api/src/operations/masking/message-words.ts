import { eventTypes, laneSchema, sourceSchema } from '@touchline/contracts'
import { schemaPaths, schemaValues } from './schema-fields.ts'

/** Words of messages that we, our schema library and PostgreSQL write. None is anybody's name. */
const written = `
  a an above accepted account add adds after again against all allow allowed already also an and another any are as at
  attempts away back batch be because been before begin beginning below between beyond block boolean both brackets build
  built bytes byte by can cannot characters character check closing code colon column command commands comma committed
  concurrent conflict connection constraint contain contains control controls converted copy correction could count
  current data database date deadlock dead deadlocks decimal delete deleted depends detected did digits disk does door
  dotted double duplicate each early either element else empty encoding end ends enough entry enum error escape event
  events exceeds exist exists expected failed fails failure false fault faults field fields file finite first fit
  floating for foreign found from full function future gap given greater had hand has have held hold id ids ignored
  implausible in index infinity inner input insert inside instant int integer internal into invalid is iso it items
  itself json key keys kind known larger last late later least length less letter letters lies limit line list literal
  locale lock locked long lower many map matched match matches matters maximum member members memory message method
  minimum missing moment more most must name named names nan needed nested never new newer no non none nonnegative not
  nothing null number numbers numeric object obtain of off offset old older on once one only operation operator option
  or order other out outside over own parsed parse partition passes path pattern permission permitted poison position
  positive possible precision property provider queries query quotes range read ready reason record records refused
  regex relation replaced replay replays representation request required reset restarted retry retries right row rows
  rule rules same saved scale schema second seconds sequence serialize serializable server set shape shed should
  shutdown side size small smaller so some source space start started starts statement step still stored string
  strictly string such superseded surrogate syntax systemic table terminating text than that the their them then there
  these they this those time timed timeout times timestamp timezone to too topic transaction true tuple twice type
  types unable undefined under unexpected unfinished union unique unit unknown unprocessable unrecognized unstorable
  unsupported until update upper used user using uuid valid value values varying version violates violation wait waits
  waiting was were what when where which while whole with within without word words write written wrong year zero zone
  _ big received its since s ms h discriminator required regular utf url email datetime built-in parked stands well formed nul unicode high low
  sends six answer look partitions`

/** What an error's message shows of itself: these words, and names and values that our schemas give. */
const words: ReadonlySet<string> = new Set(
  [
    written,
    ...schemaPaths,
    ...schemaValues,
    ...eventTypes,
    ...laneSchema.options,
    ...sourceSchema.options,
  ].flatMap(text => text.toLowerCase().split(/[^a-z_]+/)),
)

export const isMessageWord = (word: string): boolean => words.has(word.toLowerCase())

/** A run of what is no space and no punctuation of ASCII. The database splits messages alike. */
export const messageWord = /[A-Za-z0-9_\u0080-\u{10ffff}]+/gu
