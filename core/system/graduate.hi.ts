/** Hindi of what administrators shaped and a plugin carries on. */
export const graduateWords: { readonly [english: string]: string } = {
  '{name} is of the plugin {plugin}, and no entity that administrators made.': '{name} प्लगइन {plugin} का है, प्रशासकों का बनाया रिकॉर्ड-प्रकार नहीं।',
  'There is no entity {name} that administrators made. Name one such as {example}.': 'प्रशासकों का बनाया कोई रिकॉर्ड-प्रकार {name} नहीं है। {example} जैसा कोई नाम दें।',
  'Administrators made no entity here. Make one in the Studio first.': 'यहाँ प्रशासकों ने कोई रिकॉर्ड-प्रकार नहीं बनाया। पहले स्टूडियो में एक बनाएँ।',
  'A plugin’s name is 2 to 20 letters a-z and digits: fleet.': 'प्लगइन का नाम 2 से 20 अक्षर a-z और अंक होता है: fleet।',
  'There is a plugin {name} here already. Choose another name.': 'यहाँ प्लगइन {name} पहले से है। दूसरा नाम चुनें।',
  'It can’t stand without what stays in this workspace: {problem}': 'जो इस कार्यक्षेत्र में रहेगा उसके बिना यह नहीं चल सकता: {problem}',
  'There is {folder} already. Name another with --out.': '{folder} पहले से है। --out से दूसरा नाम दें।',
  'Send { "name": "fleet", "entities": ["x.vehicle"] }; without entities all of one’s own are taken along.':
    '{ "name": "fleet", "entities": ["x.vehicle"] } भेजें; entities न हो तो अपने सारे रिकॉर्ड-प्रकार साथ जाते हैं।',
  'Plugin {other} has {name} already. Only one can take it over.': '{name} पहले से प्लगइन {other} के पास है। इसे केवल एक ही सँभाल सकता है।',
  '{name} was removed here, and its records are kept. Put it back, then make {plugin} anew.':
    '{name} यहाँ हटाया गया था, और इसके रिकॉर्ड रखे हुए हैं। इसे वापस लाएँ, फिर {plugin} नए सिरे से बनाएँ।',
  '{name} was changed here since {plugin} was made of it. Make the plugin anew: sangam graduate.':
    '{plugin} बनने के बाद {name} यहाँ बदला गया है। प्लगइन नए सिरे से बनाएँ: sangam graduate।',
  '{name} lets people do other things in {plugin} than here. Make the plugin anew: sangam graduate.':
    '{plugin} में {name} यहाँ से अलग काम करने देती है। प्लगइन नए सिरे से बनाएँ: sangam graduate।',
  'The plugin {plugin} took {name} over, enabled or not. Choose another name.': '{name} को प्लगइन {plugin} ने सँभाल लिया है, चालू हो या बंद। दूसरा नाम चुनें।',
  'It takes over from administrators, where it is enabled: {names}.': 'जहाँ यह चालू होगा वहाँ प्रशासकों से सँभाल लेगा: {names}।',
  '{plugin} takes over what administrators made: {names}, with {records, plural, one {# record} other {# records}}. Not a row is moved.':
    '{plugin} प्रशासकों का बनाया सँभाल लेगा: {names}, {records, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} के साथ। एक भी पंक्ति इधर-उधर नहीं होगी।',
  'Gives back to administrators: {names}, with {records, plural, one {# record} other {# records}}. Not a row is moved.':
    'प्रशासकों को लौटा देगा: {names}, {records, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} के साथ। एक भी पंक्ति इधर-उधर नहीं होगी।',
  '{plugin} takes over the roles {names}. Who has them keeps them.': '{plugin} ये भूमिकाएँ सँभाल लेगा: {names}। जिनके पास हैं उनके पास रहेंगी।',
  'Gives back to administrators the roles {names}. Who has them keeps them.': 'प्रशासकों को ये भूमिकाएँ लौटा देगा: {names}। जिनके पास हैं उनके पास रहेंगी।',
  'Administrators added fields or rules to {name} since {plugin} took it over. Take them away first, or leave it with the plugin.':
    '{plugin} के सँभालने के बाद प्रशासकों ने {name} में फ़ील्ड या नियम जोड़े हैं। पहले उन्हें हटाएँ, या इसे प्लगइन के पास रहने दें।',
  '{name} has other fields in {plugin} by now than when it was taken over. It can’t be given back as it was; disable the plugin instead.':
    '{plugin} में {name} के फ़ील्ड अब वे नहीं हैं जो सँभालते समय थे। इसे जैसा था वैसा लौटाया नहीं जा सकता; इसके बजाय प्लगइन बंद करें।',
  Automations: 'ऑटोमेशन',
  'They have no form in code yet. They stay in the workspace and go on working; a hook, an event or a job in its code does the like.':
    'कोड में इनका रूप अभी नहीं है। ये कार्यक्षेत्र में रहते और चलते रहते हैं; इसके कोड में हुक, घटना या काम ऐसा ही करता है।',
  'Where they lead and whose secret they have is the workspace’s. They go on working.': 'ये कहाँ जाते हैं और किसका रहस्य रखते हैं, यह कार्यक्षेत्र का है। ये चलते रहते हैं।',
  'They are records of the workspace and go on working. In code they are documentTemplate.': 'ये कार्यक्षेत्र के रिकॉर्ड हैं और चलते रहते हैं। कोड में ये documentTemplate हैं।',
  'They belong to whoever saved them. In code they are dashboard.': 'ये उसके हैं जिसने इन्हें सहेजा। कोड में ये dashboard हैं।',
  'They belong to whoever saved them.': 'ये उसके हैं जिसने इन्हें सहेजा।',
  'They belong to whoever set them up.': 'ये उसके हैं जिसने इन्हें बनाया।',
  'They are records of the workspace and go on working. In code they are duplicates of an entity.':
    'ये कार्यक्षेत्र के रिकॉर्ड हैं और चलते रहते हैं। कोड में ये रिकॉर्ड-प्रकार के duplicates हैं।',
  Documents: 'दस्तावेज़',
  'Saved views': 'सहेजे दृश्य',
  'Lists by mail': 'मेल से सूचियाँ',
  'Rules for duplicates': 'दोहराव के नियम',
  'They also open what stays in the workspace. They go on opening these records.': 'ये वह भी खोलती हैं जो कार्यक्षेत्र में रहेगा। ये इन रिकॉर्ड को खोलती रहती हैं।',
  'Fields on what other plugins have': 'दूसरे प्लगइन की चीज़ों पर फ़ील्ड',
  'They stay fields of the administrators, and go on pointing here.': 'ये प्रशासकों के फ़ील्ड बने रहते हैं, और यहीं की ओर इशारा करते रहते हैं।',
  'Kinds of records that point here': 'यहाँ की ओर इशारा करने वाले रिकॉर्ड',
  'They were not asked for. They stay the administrators’, and go on pointing here.': 'इन्हें माँगा नहीं गया। ये प्रशासकों के बने रहते हैं, और यहीं की ओर इशारा करते रहते हैं।',
  'Removed fields': 'हटाए गए फ़ील्ड',
  'Their values are still kept, and come back if the enabling is taken back. The plugin has none of them.':
    'इनके मान अब भी रखे हैं, और चालू करना वापस लेने पर लौट आते हैं। प्लगइन में इनमें से कोई नहीं है।',
}
