import type { Json } from '@sangam/sdk'

const hindi = (
  'शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस ' +
  'चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन ' +
  'उनसठ साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी ' +
  'सत्तासी अट्ठासी नवासी नब्बे इक्यानवे बानवे तिरानवे चौरानवे पंचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे'
).split(' ')
const small = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ')
const tens = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')

type Steps = readonly (readonly [size: bigint, name: string])[]

/** How a language counts on beyond ninety-nine. */
const english: Steps = [
  [1_000_000_000n, 'billion'],
  [1_000_000n, 'million'],
  [1_000n, 'thousand'],
  [100n, 'hundred'],
]
const indian: Steps = [
  [10_000_000n, 'crore'],
  [100_000n, 'lakh'],
  [1_000n, 'thousand'],
  [100n, 'hundred'],
]
const inHindi: Steps = [
  [10_000_000n, 'करोड़'],
  [100_000n, 'लाख'],
  [1_000n, 'हज़ार'],
  [100n, 'सौ'],
]
/** Currencies that are counted in lakh and crore. */
const lakhs = new Set(['INR', 'NPR', 'PKR', 'BDT', 'LKR'])
const most = 10n ** 18n

/**
 * An amount as it is written out on papers: `Rupees one lakh twenty-three thousand and fifty paise only`, in Hindi `एक लाख तेईस हज़ार रुपये और पचास पैसे मात्र`. Of other
 * currencies the code and hundredths are said: `USD one thousand two hundred and 50/100`. A number is said as it is; what is neither gives nothing.
 */
export function inWords(value: Json, locale: string): string {
  const money = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { readonly amount?: Json; readonly currency?: Json }) : null
  const amount = String(money ? money.amount : value)
  const currency = money ? String(money.currency) : null
  const [, sign, whole = '', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? []
  if (whole === '' || BigInt(whole) >= most) return ''
  const count = BigInt(whole)
  const minus = sign === '-' ? (locale === 'hi' ? 'ऋण ' : 'minus ') : ''
  if (currency === null) return `${minus}${counted(count, locale, false)}`
  const cents = part.padEnd(2, '0').slice(0, 2)
  const none = cents === '00'
  if (currency === 'INR' && locale === 'hi')
    return `${minus}${counted(count, locale, true)} रुपये${none ? '' : ` और ${counted(BigInt(cents), locale, true)} पैसे`} मात्र`
  if (currency === 'INR') return `Rupees ${minus}${counted(count, locale, true)}${none ? '' : ` and ${counted(BigInt(cents), locale, true)} paise`} only`
  return `${currency} ${minus}${counted(count, locale, lakhs.has(currency))}${none ? '' : ` ${locale === 'hi' ? 'और' : 'and'} ${cents}/100`}`
}

function counted(count: bigint, locale: string, inLakhs: boolean): string {
  const steps = locale === 'hi' ? inHindi : inLakhs ? indian : english
  for (const [size, name] of steps) {
    if (count < size) continue
    const rest = count % size
    return `${counted(count / size, locale, inLakhs)} ${name}${rest === 0n ? '' : ` ${counted(rest, locale, inLakhs)}`}`
  }
  const number = Number(count)
  if (locale === 'hi') return hindi[number] ?? ''
  if (number < 20) return small[number] ?? ''
  return `${tens[Math.floor(number / 10)]}${number % 10 === 0 ? '' : `-${small[number % 10]}`}`
}
