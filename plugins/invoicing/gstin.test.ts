import { expect, test } from 'vitest'
import { gstinProblem, plainGstin } from './model/gstin.ts'

test.for([
  ['27AAACR5055K1Z7', null],
  ['29aagcb7383j 1z4', null],
  ['33AAPFU0939F1Z2', null],
  // The United Nations, an embassy, offices that withhold tax, and services from abroad.
  ['0717UNO00157UNO', null],
  ['0717UNO00154UNU', null],
  ['06DELI09652G1DA', null],
  ['27AAFT56212B1DO', null],
  ['9917SGP29001OST', null],
  ['9917SGP29001OSJ', 'One of its letters or digits is wrong: the last one does not fit the others.'],
  ['27AAACR5055K1Z', 'A GSTIN has 15 letters and digits, such as 27AAACR5055K1Z7.'],
  ['99AAACR5055K1Z7', 'No state has the code of its first two digits. Look at the certificate again.'],
  ['27AAA1R5055K1Z7', 'After the two digits of the state stands the PAN: five letters, four digits, a letter.'],
  ['27AAACR5505K1Z7', 'One of its letters or digits is wrong: the last one does not fit the others.'],
] as const)('Of the GSTIN %s is said: %s', ([number, said]) => {
  expect([gstinProblem(number), plainGstin(number)]).toEqual([said, number.toUpperCase().replaceAll(' ', '')])
})
