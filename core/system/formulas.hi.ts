/** What is said about formulas, lookups and rollups, in Hindi. */
export const formulaWords: { readonly [english: string]: string } = {
  '{label} is worked out from other values. Change those, and leave it out.': '{label} दूसरे मानों से निकाला जाता है। उन्हें बदलें और इसे छोड़ दें।',
  'A formula has at most {most} letters. Take a part of it into a field of its own.': 'सूत्र में अधिक से अधिक {most} अक्षर होते हैं। इसका एक हिस्सा अलग फ़ील्ड में रखें।',
  'The formula can’t be read from letter {at} on: "{rest}". Look at its brackets, quotes and signs.':
    'सूत्र अक्षर {at} से आगे पढ़ा नहीं जा सका: "{rest}"। कोष्ठक, उद्धरण-चिह्न और संकेत जाँचें।',
  '"{part}" has no meaning in a formula.': 'सूत्र में "{part}" का कोई अर्थ नहीं है।',
  'A list such as "{part}" stands only behind "in".': '"{part}" जैसी सूची केवल "in" के बाद आती है।',
  'A division names how many digits it keeps: write div({a}, {b}, 2).': 'भाग देते समय बताएँ कि दशमलव के बाद कितने अंक रहें: div({a}, {b}, 2) लिखें।',
  'There is no function "{name}". Use one of: {names}.': '"{name}" नाम का कोई फ़ंक्शन नहीं है। इनमें से एक लें: {names}।',
  '{name} takes {least} to {most} values, and "{part}" gives it {count}.': '{name} में {least} से {most} मान दिए जाते हैं, और "{part}" में {count} हैं।',
  '"{part}" can grow to more digits than are kept. Round in between, as in round({part}, 2).':
    '"{part}" में रखे जा सकने से अधिक अंक हो सकते हैं। बीच में पूर्णांकित करें, जैसे round({part}, 2)।',
  'Behind "in" stands a list of values, as in state in ["won", "lost"]; not "{part}".':
    '"in" के बाद मानों की सूची आती है, जैसे state in ["won", "lost"]; "{part}" नहीं।',
  '"{part}" must be a {wanted}, and is a {kind}.': '"{part}" का प्रकार {wanted} होना चाहिए, पर वह {kind} है।',
  'What stands in "{part}" must be of one kind, and is {kinds}.': '"{part}" में सब कुछ एक ही प्रकार का होना चाहिए, पर वह {kinds} है।',
  '{name} keeps 0 to 12 digits after the point, written as a number; not "{part}".': '{name} में दशमलव के बाद 0 से 12 अंक, संख्या के रूप में लिखें; "{part}" नहीं।',
  'round goes by one of {hows}; not by {part}.': 'round इनमें से एक तरीके से होता है: {hows}; {part} से नहीं।',
  'Nothing is equal to null. Write isEmpty({part}).': 'कुछ भी null के बराबर नहीं होता। isEmpty({part}) लिखें।',
  '"{part}": a {kind} has no order. Compare it with == or !=.': '"{part}": {kind} में छोटा-बड़ा नहीं होता। == या != से तुलना करें।',
  '"{part}": money is compared by its parts, such as price.amount.': '"{part}": राशि की तुलना उसके हिस्सों से होती है, जैसे price.amount।',
  'Fields use each other in a circle: {path}. Take one of them out of its formula.': 'फ़ील्ड घूमकर एक-दूसरे पर टिके हैं: {path}। किसी एक को सूत्र से निकालें।',
  'With the formulas it uses this one is too long. Use fewer of them.': 'जिन सूत्रों पर यह टिका है उनके साथ यह बहुत लंबा है। उन्हें कम करें।',
  'There is no field "{path}" that {entity} could look up.': 'ऐसा कोई फ़ील्ड "{path}" नहीं है जिसे {entity} वहाँ से दिखा सके।',
  'There is no field "{path}" of {entity} that a formula could use.': '{entity} का ऐसा कोई फ़ील्ड "{path}" नहीं है जो सूत्र में आ सके।',
  'There is no entity {of} to look at.': 'देखने के लिए कोई रिकॉर्ड-प्रकार {of} नहीं है।',
  '"{by}" of {of} is no reference to {entity}.': '{of} का "{by}" {entity} की ओर इशारा करने वाला संदर्भ नहीं है।',
  'A rollup is one of {hows}; not "{how}".': 'जोड़ इनमें से एक होता है: {hows}; "{how}" नहीं।',
  'Money is rolled up in one currency, named as in currency: "INR"; what is no money has none.':
    'राशियाँ एक ही मुद्रा में जोड़ी जाती हैं, जैसे currency: "INR"; जो राशि नहीं है उसकी मुद्रा नहीं होती।',
  '{how} needs a field of {of} that is kept and can be measured; "{field}" is none.':
    '{how} के लिए {of} का ऐसा फ़ील्ड चाहिए जो रखा जाता हो और मापा जा सके; "{field}" ऐसा नहीं है।',
  'The condition of a rollup can’t be: {problem}.': 'जोड़ की शर्त ऐसी नहीं हो सकती: {problem}।',
  'The condition of a rollup looks at fields that {of} keeps itself; "{path}" is none.':
    'जोड़ की शर्त केवल उन फ़ील्ड को देखती है जो {of} में स्वयं रखे हैं; "{path}" ऐसा नहीं है।',
  'The condition of a rollup holds for everyone and at all times: "{path}" can’t ask who or when.':
    'जोड़ की शर्त सबके लिए और हर समय एक ही होती है: "{path}" यह नहीं पूछ सकता कि कौन या कब।',
  'A formula that is always empty tells nothing.': 'जो सूत्र हमेशा खाली रहे, वह कुछ नहीं बताता।',
  'The formula results in a {kind}, and the field is to hold a {wanted}.': 'सूत्र का परिणाम {kind} है, जबकि फ़ील्ड में {wanted} होना है।',
  'Money is made last, by money(amount, currency): as in money(price.amount * quantity, price.currency).':
    'राशि सबसे अंत में money(amount, currency) से बनती है: जैसे money(price.amount * quantity, price.currency)।',
  'This can be too large for a whole number. Let the field hold a decimal.': 'यह पूर्ण संख्या के लिए बहुत बड़ा हो सकता है। फ़ील्ड में दशमलव रखें।',
}
