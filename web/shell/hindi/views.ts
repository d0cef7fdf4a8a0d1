/** Hindi of calendars and the other ways of looking at records. */
export const viewWords: { readonly [english: string]: string } = {
  Calendar: 'कैलेंडर',
  Day: 'दिन',
  'Days of': 'किसके दिन',
  Month: 'महीना',
  'Move to another day…': 'दूसरे दिन पर ले जाएँ…',
  'New {entity} on {day}': '{day} को नया: {entity}',
  'Only the first {limit} of {count} records are shown here. Each day tells how many it has; a filter or a shorter time shows them.':
    'यहाँ {count} में से केवल पहले {limit} रिकॉर्ड दिख रहे हैं। हर दिन बताता है कि उसमें कितने हैं; फ़िल्टर लगाने या कम समय चुनने पर वे दिखेंगे।',
  'Show at once': 'एक साथ दिखाएँ',
  Week: 'सप्ताह',
  '{count} more': '{count} और',
  '{day}, {count, plural, =0 {no records} one {# record} other {# records}}': '{day}, {count, plural, =0 {कोई रिकॉर्ड नहीं} one {# रिकॉर्ड} other {# रिकॉर्ड}}',
}
