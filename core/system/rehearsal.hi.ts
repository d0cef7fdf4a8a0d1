/** Hindi of what a plan says beside its steps: how long it takes, who waits for it, what its roles open. */
export const rehearsalWords: { readonly [english: string]: string } = {
  'How long it takes and who waits for it could not be rehearsed here. The log of the server says why.':
    'इसमें कितना समय लगेगा और कौन रुकेगा, यह यहाँ आज़माया नहीं जा सका। कारण सर्वर के लॉग में है।',
  'Whoever reads or changes {entities} waits for about {ms} ms.': 'जो {entities} पढ़े या बदले, वह लगभग {ms} मिलीसेकंड रुकेगा।',
  'Whoever changes {entities} waits for about {ms} ms; reading goes on.': 'जो {entities} बदले, वह लगभग {ms} मिलीसेकंड रुकेगा; पढ़ना चलता रहेगा।',
  'Nobody waits: nothing that is in use is held.': 'कोई नहीं रुकेगा: जो काम में है उसमें से कुछ भी नहीं रोका जाएगा।',
  'Goes through {rows, plural, one {# row} other {# rows}} of {entities} beside the work, while everyone goes on: {time}.':
    '{entities} की {rows, plural, one {# पंक्ति} other {# पंक्तियों}} से काम के साथ-साथ गुज़रेगा, और सब काम करते रहेंगे: {time}।',
  'All of it takes {time}. That is an estimate: it was rehearsed on an empty copy of the tables, and what goes through rows is reckoned from how many there are.':
    'पूरे में समय लगेगा: {time}। यह अनुमान है: इसे तालिकाओं की खाली प्रति पर आज़माया गया, और जो हर पंक्ति से गुज़रता है उसका हिसाब उनकी गिनती से लगाया गया।',
  'All of it takes {time}. So long it took when it was rehearsed on a copy of the records.': 'पूरे में समय लगेगा: {time}। रिकॉर्ड की प्रति पर आज़माने में इतना ही लगा था।',
  'All of it takes {time}. So long it took when it was rehearsed on a copy of the records; what is built beside the work is reckoned from how many rows there are.':
    'पूरे में समय लगेगा: {time}। रिकॉर्ड की प्रति पर आज़माने में जितना लगा वह इसमें है; जो काम के साथ-साथ बनता है उसका हिसाब पंक्तियों की गिनती से लगाया गया।',
  'It was rehearsed on an empty copy of the tables, and the database refused it: {problem}':
    'इसे तालिकाओं की खाली प्रति पर आज़माया गया, और डेटाबेस ने मना कर दिया: {problem}',
  'less than a second': 'एक सेकंड से कम',
  'about {count, plural, one {# second} other {# seconds}}': 'लगभग {count, plural, one {# सेकंड} other {# सेकंड}}',
  'about {count, plural, one {# minute} other {# minutes}}': 'लगभग {count, plural, one {# मिनट} other {# मिनट}}',
  'about {count, plural, one {# hour} other {# hours}}': 'लगभग {count, plural, one {# घंटा} other {# घंटे}}',
  'The role {role} opens more than before: {rights}.': '{role} भूमिका से पहले से ज़्यादा खुलेगा: {rights}।',
  'The role {role} no longer opens: {rights}.': '{role} भूमिका से अब यह नहीं खुलेगा: {rights}।',
  'see {entities}': '{entities} देखना',
  'create {entities}': '{entities} बनाना',
  'change {entities}': '{entities} बदलना',
  'remove {entities}': '{entities} हटाना',
  'import {entities}': '{entities} आयात करना',
  'export {entities}': '{entities} निर्यात करना',
  'share {entities}': '{entities} साझा करना',
  'begin {entities} in any state': '{entities} किसी भी स्थिति से शुरू करना',
  '“{verb}” on {entities}': '{entities} पर “{verb}”',
  'see {fields} of {entities}': '{entities} का {fields} देखना',
  'change {fields} of {entities}': '{entities} का {fields} बदलना',
  '{right}, where a condition holds': '{right}, जहाँ एक शर्त पूरी हो',
  '{right}, under another condition': '{right}, किसी और शर्त पर',
  '{right}, all of them': '{right}, सभी',
  'Sealed records': 'मुहरबंद रिकॉर्ड',
  '{names} and {count} more': '{names} और {count} अन्य',
}
