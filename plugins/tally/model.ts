// The door: what other plugins may use of this one.
export type { TallyBill, TallyBooks, TallyGroup, TallyLedger, TallyLine, TallyType, TallyVoucher } from './model/books.ts'
export { bring, Move, MoveBalance, Piece } from './model/move.ts'
export { balancesOf, doubtsOf, type Lack, lacksOf, ledgerKey, type Place, placesOf } from './model/place.ts'
export { readTally, tallyReader } from './model/read.ts'
