import { pino } from 'pino'
import type { Log } from './world.ts'

/** One JSON line for each thing worth telling; secrets are blotted out wherever they stand. */
export function makeLog(): Log {
  const out = pino({
    level: process.env.SANGAM_LOG || 'warn',
    base: null,
    redact: { paths: ['password', '*.password', 'token', '*.token', 'authorization', '*.authorization', 'cookie', '*.cookie', 'key', '*.key'], censor: '…' },
  })
  return {
    info: (message, values) => out.info(values ?? {}, message),
    warn: (message, values) => out.warn(values ?? {}, message),
    error: (message, values) => out.error(values ?? {}, message),
  }
}
