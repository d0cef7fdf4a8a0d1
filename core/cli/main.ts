import { traceToSources } from '../traces.ts'
import { run } from './program.ts'

traceToSources()
process.exitCode = await run(process.argv.slice(2))
