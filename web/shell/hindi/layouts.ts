/** Hindi of how the page of a record is laid out. */
export const layoutWords: { readonly [english: string]: string } = {
  'Arrange the pages of {entity} for roles': 'भूमिकाओं के लिए {entity} के पृष्ठ सजाएँ',
  'Needed as well': 'ये भी ज़रूरी हैं',
  'Parts of the record': 'रिकॉर्ड के भाग',
  'Remove {count}': '{count} हटाएँ',
  'Something is wrong here': 'यहाँ कुछ ग़लत है',
  'This page does not show these, but the record can’t be saved without them.': 'यह पृष्ठ इन्हें नहीं दिखाता, पर इनके बिना रिकॉर्ड सहेजा नहीं जा सकता।',
  '{count, plural, one {# record} other {# records}} removed.': '{count, plural, one {# रिकॉर्ड हटाया गया} other {# रिकॉर्ड हटाए गए}}।',
}
