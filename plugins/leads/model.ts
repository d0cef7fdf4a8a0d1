// The door: what other plugins may use of this one.
export { Lead, LeadLine, lostReasons } from './model/lead.ts'
export { Pipeline, Stage } from './model/pipeline.ts'
export { type Customer, LeadWon, lose, makeCustomer, reopen, settings, win } from './model/verbs.ts'
