import { describeRecordedMatches } from './recorded-match.ts'

describeRecordedMatches('cluster')
