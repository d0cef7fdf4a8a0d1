import { join } from 'node:path'
import { runBuilt } from '../../core/isolation/plugin.ts'

// Each process of a plugin would compile the platform's sources and its own; the server is built once before all tests.
runBuilt(join(import.meta.dirname, '..', '..', 'dist', 'server'))
