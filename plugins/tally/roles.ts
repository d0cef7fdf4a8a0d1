import { Account } from '@sangam/plugin-ledger/model'
import { Party } from '@sangam/plugin-parties/model'
import { allow, role } from '@sangam/sdk'
import { Move, Piece } from './model.ts'

export const roles = [
  role('tally.mover', {
    label: 'Mover from Tally',
    description: 'Brings the books of Tally, and sees both trial balances.',
    grants: [
      allow(Move, ['read', 'create', 'update', 'remove', 'bring']),
      allow(Piece, ['read', 'create', 'remove']),
      allow(Account, ['read']),
      allow(Party, ['read']),
    ],
  }),
]
