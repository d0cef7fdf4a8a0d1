import type { FieldType } from './field.ts'
import { addressType } from './fields/address.ts'
import { booleanType } from './fields/boolean.ts'
import { choicesType, choiceType } from './fields/choice.ts'
import { emailsType, phonesType, urlsType } from './fields/contacts.ts'
import { dateType, datetimeType } from './fields/date.ts'
import { durationType } from './fields/duration.ts'
import { filesType, fileType, imageType } from './fields/file.ts'
import { flowType } from './fields/flow.ts'
import { formulaType } from './fields/formula.ts'
import { jsonType } from './fields/json.ts'
import { linesType } from './fields/lines.ts'
import { lookupType } from './fields/lookup.ts'
import { moneyType } from './fields/money.ts'
import { decimalType, integerType } from './fields/number.ts'
import { oneOfType } from './fields/one-of.ts'
import { percentType } from './fields/percent.ts'
import { ratingType } from './fields/rating.ts'
import { referenceType } from './fields/reference.ts'
import { referencesType } from './fields/references.ts'
import { richTextType } from './fields/rich-text.ts'
import { rollupType } from './fields/rollup.ts'
import { seriesType } from './fields/series.ts'
import { textType } from './fields/text.ts'
import { timeType } from './fields/time.ts'

// biome-ignore lint/suspicious/noExplicitAny: stands for "whatever options".
type AnyFieldType = FieldType<any>

/**
 * Every field type there is, by name. The engine asks this table and never a type's name.
 *
 * @example fieldTypes.get('percent')?.groupable // true
 */
export const fieldTypes: ReadonlyMap<string, AnyFieldType> = new Map<string, AnyFieldType>(
  [
    textType,
    richTextType,
    integerType,
    decimalType,
    percentType,
    moneyType,
    booleanType,
    dateType,
    datetimeType,
    timeType,
    durationType,
    ratingType,
    choiceType,
    choicesType,
    flowType,
    emailsType,
    phonesType,
    urlsType,
    addressType,
    fileType,
    filesType,
    imageType,
    referenceType,
    referencesType,
    oneOfType,
    linesType,
    seriesType,
    jsonType,
    formulaType,
    lookupType,
    rollupType,
  ].map((type): [string, AnyFieldType] => [type.type, type]),
)
