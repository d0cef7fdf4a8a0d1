import * as address from './address.ts'
import * as boolean from './boolean.ts'
import * as choice from './choice.ts'
import * as choices from './choices.ts'
import * as date from './date.ts'
import * as datetime from './datetime.ts'
import * as decimal from './decimal.ts'
import * as duration from './duration.ts'
import * as emails from './emails.ts'
import * as file from './file.ts'
import * as files from './files.ts'
import * as flow from './flow.ts'
import * as image from './image.ts'
import * as integer from './integer.ts'
import * as json from './json.ts'
import * as lines from './lines.ts'
import { addLooks } from './look.ts'
import * as money from './money.ts'
import * as oneOf from './one-of.ts'
import * as percent from './percent.ts'
import * as phones from './phones.ts'
import * as rating from './rating.ts'
import * as reference from './reference.ts'
import * as references from './references.ts'
import * as richText from './rich-text.ts'
import * as series from './series.ts'
import * as text from './text.ts'
import * as time from './time.ts'
import * as urls from './urls.ts'

export { fieldDisplay, fieldEditor } from './look.ts'

/** A new field type is one file here and one word. */
addLooks({
  address,
  boolean,
  choice,
  choices,
  date,
  datetime,
  decimal,
  duration,
  emails,
  file,
  files,
  flow,
  image,
  integer,
  json,
  lines,
  money,
  oneOf,
  percent,
  phones,
  rating,
  reference,
  references,
  richText,
  series,
  text,
  time,
  urls,
})
