// The door: what other plugins may use of this one.
export { Account } from './model/account.ts'
export { Address, ContactPoint, normaliseContact, normalisePhone } from './model/contact.ts'
export { Party, Relation } from './model/party.ts'
