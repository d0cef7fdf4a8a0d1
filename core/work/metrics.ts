import { Counter, register } from 'prom-client'

const help = 'Deliveries, jobs and mail by how they ended'
const name = 'sangam_work_total'

/** Counts work by kind (`event`, `job`, `mail`) and end (`done`, `failed`, `parked`). */
export function countWork(kind: 'event' | 'job' | 'mail', end: 'done' | 'failed' | 'parked'): void {
  const counter = (register.getSingleMetric(name) as Counter<'kind' | 'end'> | undefined) ?? new Counter({ name, help, labelNames: ['kind', 'end'] })
  counter.inc({ kind, end })
}
