export interface Country {
  readonly code: string
  readonly name: string
  readonly currency: string
  readonly zone: string
  /** The month in which most businesses there begin their fiscal year. */
  readonly fiscalYearStart: number
}

const rows = `IN India INR Asia/Kolkata 4|AE United_Arab_Emirates AED Asia/Dubai 1|AU Australia AUD Australia/Sydney 7|AT Austria EUR Europe/Vienna 1|BD Bangladesh BDT Asia/Dhaka 7|BE Belgium EUR Europe/Brussels 1|BH Bahrain BHD Asia/Bahrain 1|BR Brazil BRL America/Sao_Paulo 1|BT Bhutan BTN Asia/Thimphu 7|CA Canada CAD America/Toronto 1|CH Switzerland CHF Europe/Zurich 1|CL Chile CLP America/Santiago 1|CN China CNY Asia/Shanghai 1|CO Colombia COP America/Bogota 1|CZ Czechia CZK Europe/Prague 1|DE Germany EUR Europe/Berlin 1|DK Denmark DKK Europe/Copenhagen 1|EG Egypt EGP Africa/Cairo 7|ES Spain EUR Europe/Madrid 1|ET Ethiopia ETB Africa/Addis_Ababa 7|FI Finland EUR Europe/Helsinki 1|FR France EUR Europe/Paris 1|GB United_Kingdom GBP Europe/London 4|GH Ghana GHS Africa/Accra 1|GR Greece EUR Europe/Athens 1|HK Hong_Kong HKD Asia/Hong_Kong 4|HU Hungary HUF Europe/Budapest 1|ID Indonesia IDR Asia/Jakarta 1|IE Ireland EUR Europe/Dublin 1|IL Israel ILS Asia/Jerusalem 1|IT Italy EUR Europe/Rome 1|JP Japan JPY Asia/Tokyo 4|JO Jordan JOD Asia/Amman 1|KE Kenya KES Africa/Nairobi 1|KR South_Korea KRW Asia/Seoul 1|KW Kuwait KWD Asia/Kuwait 1|LK Sri_Lanka LKR Asia/Colombo 4|MM Myanmar MMK Asia/Yangon 4|MU Mauritius MUR Indian/Mauritius 7|MV Maldives MVR Indian/Maldives 1|MX Mexico MXN America/Mexico_City 1|MY Malaysia MYR Asia/Kuala_Lumpur 1|NG Nigeria NGN Africa/Lagos 1|NL Netherlands EUR Europe/Amsterdam 1|NO Norway NOK Europe/Oslo 1|NP Nepal NPR Asia/Kathmandu 7|NZ New_Zealand NZD Pacific/Auckland 4|OM Oman OMR Asia/Muscat 1|PH Philippines PHP Asia/Manila 1|PK Pakistan PKR Asia/Karachi 7|PL Poland PLN Europe/Warsaw 1|PT Portugal EUR Europe/Lisbon 1|QA Qatar QAR Asia/Qatar 1|RO Romania RON Europe/Bucharest 1|SA Saudi_Arabia SAR Asia/Riyadh 1|SE Sweden SEK Europe/Stockholm 1|SG Singapore SGD Asia/Singapore 1|TH Thailand THB Asia/Bangkok 1|TR Türkiye TRY Europe/Istanbul 1|TW Taiwan TWD Asia/Taipei 1|TZ Tanzania TZS Africa/Dar_es_Salaam 7|UA Ukraine UAH Europe/Kyiv 1|UG Uganda UGX Africa/Kampala 7|US United_States USD America/New_York 1|VN Vietnam VND Asia/Ho_Chi_Minh 1|ZA South_Africa ZAR Africa/Johannesburg 3`

/** Countries with what a business there usually begins with. Source: ISO 3166-1, ISO 4217, the IANA zone of the capital or largest city. */
export const countries: readonly Country[] = rows.split('|').map(row => {
  const [code = '', name = '', currency = '', zone = '', month = '1'] = row.split(' ')
  return { code, name: name.replaceAll('_', ' '), currency, zone, fiscalYearStart: Number(month) }
})

/** ISO 4217: currencies that do not have two digits after the point. */
const digits: ReadonlyMap<string, number> = new Map([
  ['JPY', 0],
  ['KRW', 0],
  ['CLP', 0],
  ['UGX', 0],
  ['VND', 0],
  ['BHD', 3],
  ['JOD', 3],
  ['KWD', 3],
  ['OMR', 3],
])
const names = new Intl.DisplayNames('en', { type: 'currency' })

export const currencies: readonly { readonly code: string; readonly name: string; readonly digits: number }[] = [
  ...new Set(countries.map(country => country.currency)),
]
  .sort()
  .map(code => ({ code, name: names.of(code) ?? code, digits: digits.get(code) ?? 2 }))
