import { states } from './states.ts'

/** A PAN after the state; the TAN of an office that withholds tax; and what the United Nations, embassies and those from abroad have instead. */
const forms = [/^\d\d[A-Z]{5}\d{4}[A-Z][0-9A-Z]{3}$/, /^\d\d[A-Z]{4}\d{5}[A-Z][0-9A-Z]{3}$/, /^\d{4}[A-Z]{3}\d{5}(UN|ON|NR)[0-9A-Z]$/]
/** Services that are supplied by wire from abroad are of no state. */
const fromAbroad = /^99\d\d[A-Z]{3}\d{5}OS[0-9A-Z]$/

const signs = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** A GSTIN as it is kept: in capitals, without spaces and dashes. */
export function plainGstin(text: string): string {
  return text.toUpperCase().replace(/[\s-]/g, '')
}

/** What is wrong with a GSTIN, as a sentence; null where it can be one: a state, a PAN or what stands for it, and a last sign that fits the others. */
export function gstinProblem(text: string): string | null {
  const number = plainGstin(text)
  if (number.length !== 15) return 'A GSTIN has 15 letters and digits, such as 27AAACR5055K1Z7.'
  if (!states.has(number.slice(0, 2)) && !fromAbroad.test(number)) return 'No state has the code of its first two digits. Look at the certificate again.'
  if (!isOfForm(number)) return 'After the two digits of the state stands the PAN: five letters, four digits, a letter.'
  return number[14] === lastSign(number) ? null : 'One of its letters or digits is wrong: the last one does not fit the others.'
}

/** Whether a number that is written plainly looks like a GSTIN, whatever its last sign. */
export function isOfForm(number: string): boolean {
  return [...forms, fromAbroad].some(form => form.test(number))
}

/** The last sign follows from the fourteen before it. */
function lastSign(number: string): string {
  const sum = [...number.slice(0, 14)].reduce((total, sign, at) => {
    const value = signs.indexOf(sign) * (at % 2 === 0 ? 1 : 2)
    return total + Math.floor(value / 36) + (value % 36)
  }, 0)
  return signs[(36 - (sum % 36)) % 36] ?? ''
}
