/** Types of fields as people call them, the same as the Studio does. The quotes belong to the words: no field that somebody calls Date is meant by them. */
const typeNames: { readonly [type: string]: string } = {
  text: '“Text”',
  richText: '“Formatted text”',
  address: '“Postal address”',
  emails: '“E-mail addresses”',
  phones: '“Phone numbers”',
  urls: '“Web addresses”',
  series: '“Running number”',
  integer: '“Whole number”',
  decimal: '“Decimal number”',
  percent: '“Per cent”',
  money: '“Money”',
  rating: '“Rating”',
  boolean: '“Yes or no”',
  choice: '“One of a list”',
  choices: '“Several of a list”',
  flow: '“State with steps”',
  date: '“Date”',
  datetime: '“Date and time”',
  time: '“Time of day”',
  duration: '“Duration”',
  reference: '“Link to a record”',
  references: '“Links to several records”',
  oneOf: '“Link to one of several lists”',
  lines: '“Lines”',
  formula: '“Formula”',
  lookup: '“Shown from a linked record”',
  rollup: '“Rollup”',
  file: '“File”',
  files: '“Several files”',
  image: '“Picture”',
  json: '“Structured data”',
}

export function typeSaid(type: string): string {
  return typeNames[type] ?? type
}
