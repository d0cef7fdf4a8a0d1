/** Hindi of plugins that are put away, put back and deleted for good. */
export const pluginWords: { readonly [english: string]: string } = {
  'Another plugin made {column} in {table} meanwhile. Uninstall that one first.': 'इस बीच किसी दूसरे प्लगइन ने {table} में {column} बना लिया। पहले उसे अनइंस्टॉल करें।',
  'Deletes {tables, plural, one {# table} other {# tables}} with {records, plural, one {# record} other {# records}} for good, and what people wrote, shared and saved about them. This can’t be taken back.':
    '{records, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} वाली {tables, plural, one {# तालिका} other {# तालिकाएँ}} हमेशा के लिए मिटा देगा, और साथ में उनके बारे में लिखा, साझा किया और सहेजा सब कुछ। इसे वापस नहीं लिया जा सकता।',
  'It can’t run beside what is enabled here: {problem}': 'यहाँ चालू प्लगइन के साथ यह चल नहीं सकता: {problem}',
  'It can’t run: {problem}': 'यह चल नहीं सकता: {problem}',
  'It holds records that must be kept by law. They stay put away and can be put back.':
    'इसमें ऐसे रिकॉर्ड हैं जिन्हें कानूनन रखना ज़रूरी है। वे अलग रखे रहेंगे और वापस लाए जा सकते हैं।',
  'It is being deleted for good.': 'इसे हमेशा के लिए मिटाया जा रहा है।',
  'It is not installed here. Put its folder back first.': 'यह यहाँ स्थापित नहीं है। पहले इसका फ़ोल्डर वापस रखें।',
  'It is not put away any more. Look at the page of plugins again.': 'यह अब अलग नहीं रखा है। प्लगइन का पन्ना फिर से देखें।',
  'It was never enabled here. There is nothing to put away.': 'यह यहाँ कभी चालू नहीं किया गया। अलग रखने को कुछ नहीं है।',
  'Puts away {tables, plural, one {# table} other {# tables}} with {records, plural, one {# record} other {# records}} for {days} days. Until then all of it can be put back.':
    '{records, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} वाली {tables, plural, one {# तालिका} other {# तालिकाएँ}} {days} दिन के लिए अलग रख देगा। तब तक सब कुछ वापस लाया जा सकता है।',
  'Puts back {plugin} as it was on {day}: {tables, plural, one {# table} other {# tables}} with {records, plural, one {# record} other {# records}}.':
    '{plugin} को {day} जैसा था वैसा वापस लाएगा: {records, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} वाली {tables, plural, one {# तालिका} other {# तालिकाएँ}}।',
  'Send { "to": … } with enabled, disabled, uninstalled, or available to delete for good what was uninstalled.':
    '{ "to": … } भेजें: enabled, disabled, uninstalled, या अलग रखा हुआ हमेशा के लिए मिटाने को available।',
  'Somebody changed it meanwhile. Look at the page of plugins again.': 'इस बीच किसी ने इसे बदल दिया। प्लगइन का पन्ना फिर से देखें।',
  'Takes {columns, plural, one {# column} other {# columns}} out of what other plugins have; their values are kept with it.':
    'दूसरे प्लगइन की तालिकाओं से {columns, plural, one {# कॉलम} other {# कॉलम}} निकाल लेगा; उनके मान साथ में रखे रहेंगे।',
  'The history of these records stays. By itself this would be done on {day}.': 'इन रिकॉर्ड का इतिहास बना रहेगा। अपने आप यह {day} को होता।',
  'There is nothing to take back here.': 'यहाँ वापस लेने को कुछ नहीं है।',
  'Uninstall it first. What is put away can be deleted for good.': 'पहले इसे अनइंस्टॉल करें। जो अलग रखा है उसे हमेशा के लिए मिटाया जा सकता है।',
  '{count, plural, one {# reference leads} other {# references lead}} to what was deleted for good meanwhile, and will be empty.':
    '{count, plural, one {# संदर्भ इस बीच हमेशा के लिए मिटाई गई चीज़ की ओर जाता है, और खाली हो जाएगा} other {# संदर्भ इस बीच हमेशा के लिए मिटाई गई चीज़ों की ओर जाते हैं, और खाली हो जाएँगे}}।',
  '{views, plural, one {# saved view says} other {# saved views say}} that what they show is missing, until it is back.':
    '{views, plural, one {# सहेजा दृश्य बताएगा} other {# सहेजे दृश्य बताएँगे}} कि उनका डेटा मौजूद नहीं है, जब तक वह वापस नहीं आता।',
  'What {plugins} had added to its records goes with them.': '{plugins} ने इसके रिकॉर्ड में जो जोड़ा था वह भी साथ जाएगा।',
}
