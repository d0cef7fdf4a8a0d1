/** What the server says about entities, fields, rules and roles that administrators make, in Hindi. */
export const modelWords: { readonly [english: string]: string } = {
  '"operations" is a list of at most {most} operations.': '"operations" अधिक से अधिक {most} बदलावों की सूची है।',
  'Operation {number} ({op}) can’t be read: {problem}.': 'बदलाव {number} ({op}) पढ़ा नहीं जा सका: {problem}।',
  'There are two layouts of {entity} for the role {role}. Keep one of them.': 'भूमिका {role} के लिए {entity} के दो लेआउट हैं। एक ही रखें।',
  'Operation {number} is of no known kind. Use one of: {kinds}.': 'बदलाव {number} किसी ज्ञात प्रकार का नहीं है। इनमें से एक लें: {kinds}।',
  'A field is called by a small letter and then letters and digits, such as fuelType; not "{name}".':
    'फ़ील्ड का नाम छोटे अक्षर से शुरू होता है, फिर अक्षर और अंक, जैसे fuelType; "{name}" नहीं।',
  'A field on what a plugin brings is called "x_" and small letters, digits and _, such as x_colour; not "{name}".':
    'प्लगइन की चीज़ पर जोड़े फ़ील्ड का नाम "x_" और छोटे अक्षर, अंक और _ होता है, जैसे x_colour; "{name}" नहीं।',
  'A role of your own is called "x." and a short name, such as x.driver; not "{role}".':
    'अपनी भूमिका का नाम "x." और छोटा नाम होता है, जैसे x.driver; "{role}" नहीं।',
  'Adds the field {field} to {entity}. No record is touched.': '{entity} में फ़ील्ड {field} जुड़ेगा। कोई रिकॉर्ड नहीं बदलेगा।',
  'An entity is called "x." and a short name of letters and digits, such as x.vehicle; not "{name}".':
    'रिकॉर्ड-प्रकार का नाम "x." और अक्षरों-अंकों का छोटा नाम होता है, जैसे x.vehicle; "{name}" नहीं।',
  'At most {most} entities of your own are possible.': 'अपने अधिक से अधिक {most} रिकॉर्ड-प्रकार हो सकते हैं।',
  'At most {most} fields of your own are possible on one entity.': 'एक रिकॉर्ड-प्रकार पर अपने अधिक से अधिक {most} फ़ील्ड हो सकते हैं।',
  'its name': 'नाम',
  'words in other languages': 'दूसरी भाषाओं के शब्द',
  'its help': 'सहायता',
  'whether it is required': 'ज़रूरी है या नहीं',
  'whether it is unique': 'अद्वितीय है या नहीं',
  'what it begins with': 'शुरुआती मान',
  choices: 'विकल्प',
  'states and arrows': 'स्थितियाँ और तीर',
  formula: 'सूत्र',
  'where it stands': 'जगह',
  '{list}, {next}': '{list}, {next}',
  '{field} of {entity}: {problem}': '{entity} में {field}: {problem}',
  'Changes a screen of {entity}.': '{entity} की एक स्क्रीन बदलेगी।',
  'Changes the entity {entity}.': 'रिकॉर्ड-प्रकार {entity} बदलेगा।',
  'Changes the field {field} of {entity}: {options}.': '{entity} का फ़ील्ड {field} बदलेगा: {options}।',
  'Changes words ({language}): {count}.': 'शब्द बदलेंगे ({language}): {count}।',
  'Every record has a "{name}" already. Choose another name.': 'हर रिकॉर्ड में "{name}" पहले से है। दूसरा नाम चुनें।',
  'Field {name} has the choice "{value}" twice.': 'फ़ील्ड {name} में विकल्प "{value}" दो बार है।',
  'Lines {name} can’t be required on {entity}, which a plugin brings: others make such records without knowing of them.':
    '{entity} को कोई प्लगइन लाता है, इसलिए उस पर पंक्तियाँ {name} ज़रूरी नहीं हो सकतीं: दूसरे लोग इनके बारे में जाने बिना ऐसे रिकॉर्ड बनाते हैं।',
  'Field {name} is required on {entity}, which a plugin brings. Give it a default: others make such records without knowing of it.':
    'फ़ील्ड {name} {entity} पर अनिवार्य है, जो प्लगइन से आता है। इसे डिफ़ॉल्ट दें: दूसरे ऐसे रिकॉर्ड इसे जाने बिना बनाते हैं।',
  'Field {name} needs at least one choice.': 'फ़ील्ड {name} में कम से कम एक विकल्प चाहिए।',
  'Field {name}: its options don’t make a field of the type {type}. Look at them again.': 'फ़ील्ड {name}: इन विकल्पों से {type} प्रकार का फ़ील्ड नहीं बनता। इन्हें फिर देखें।',
  'Field {name}: the option "{option}" can’t be {value}.': 'फ़ील्ड {name}: "{option}" का मान {value} नहीं हो सकता।',
  'Field {name}: say by which of their references those records belong to this one, in the option "by".':
    'फ़ील्ड {name}: वे रिकॉर्ड अपने किस संदर्भ से इस रिकॉर्ड के हैं, यह विकल्प "by" में बताएँ।',
  'Field {name}: say by which reference of the record it looks a value up, in the option "by".':
    'फ़ील्ड {name}: रिकॉर्ड के किस संदर्भ से मान लाना है, यह विकल्प "by" में बताएँ।',
  'Field {name}: say what is made of those records in the option "how": count, sum, average, min or max.':
    'फ़ील्ड {name}: उन रिकॉर्ड से क्या निकालना है, यह विकल्प "how" में बताएँ: count, sum, average, min या max।',
  'Field {name}: say what its formula comes to in the option "result": text, integer, decimal, boolean, date, datetime or money.':
    'फ़ील्ड {name}: सूत्र का परिणाम क्या है, यह विकल्प "result" में बताएँ: text, integer, decimal, boolean, date, datetime या money।',
  'Field {name}: say which entity it points at, in the option "to", such as core.user.':
    'फ़ील्ड {name}: यह किस रिकॉर्ड-प्रकार की ओर संकेत करता है, यह विकल्प "to" में बताएँ, जैसे core.user।',
  'Field {name}: say which field of the record referred to it shows, in the option "field".':
    'फ़ील्ड {name}: संदर्भित रिकॉर्ड का कौन-सा फ़ील्ड दिखाना है, यह विकल्प "field" में बताएँ।',
  'Field {name}: say which records it counts or adds up, in the option "of", such as sales.order.':
    'फ़ील्ड {name}: किन रिकॉर्ड को गिनना या जोड़ना है, यह विकल्प "of" में बताएँ, जैसे sales.order।',
  'Field {name}: write its formula in the option "expression", such as quantity * 2.': 'फ़ील्ड {name}: इसका सूत्र विकल्प "expression" में लिखें, जैसे quantity * 2।',
  'Field {name}: write its {option} as a list such as [{ "{key}": "red", "label": "Red", "colour": "red" }].':
    'फ़ील्ड {name}: इसके {option} सूची में लिखें, जैसे [{ "{key}": "red", "label": "Red", "colour": "red" }]।',
  'Field {field} of {entity} is of the type {type} already.': '{entity} का फ़ील्ड {field} पहले से {type} प्रकार का है।',
  'Hides {entity}. All records stay and come back when it is restored.': '{entity} छिप जाएगा। सभी रिकॉर्ड रहेंगे और वापस लाने पर लौट आएँगे।',
  'Hides {field} of {entity}. Its values stay and come back when it is restored.': '{entity} का {field} छिप जाएगा। इसके मान रहेंगे और वापस लाने पर लौट आएँगे।',
  'It was cut off. Apply it again.': 'यह बीच में रुक गया। फिर लागू करें।',
  'Makes the entity {entity} with {count, plural, one {# field} other {# fields}}, in the table {table}.':
    '{count, plural, other {# फ़ील्ड}} वाला रिकॉर्ड-प्रकार {entity} बनेगा, तालिका {table} में।',
  'Makes {field} of {entity} {type} instead of {was}: a new column is filled beside the work, the old one stays.':
    '{entity} का {field} {was} से {type} बनेगा: नया कॉलम काम के साथ-साथ भरा जाएगा, पुराना रहेगा।',
  'Nothing would change: all of this is so already.': 'कुछ नहीं बदलेगा: यह सब पहले से ऐसा ही है।',
  'Only a change set that is applied can be taken back.': 'केवल लागू किया हुआ बदलाव वापस लिया जा सकता है।',
  '“{said}” breaks off within its braces: close each that is opened, and say what holds for “other”.':
    '“{said}” अपने कोष्ठकों के बीच में टूट जाता है: खुला हर कोष्ठक बंद करें और बताएँ कि “other” में क्या हो।',
  '“{text}” is a sentence of Sangam itself. Choose other words for what has a name: the table of translations has all of it.':
    '“{text}” स्वयं Sangam का वाक्य है। जिसका नाम है, उसी के शब्द बदले जा सकते हैं: वे सब अनुवाद की तालिका में हैं।',
  '{entity} are lines of {parent}: whoever may read or change that reads and changes its lines. Grant on {parent} instead.':
    '{entity} {parent} की पंक्तियाँ हैं: जो उसे पढ़ या बदल सकता है, वह उसकी पंक्तियाँ भी पढ़ता और बदलता है। इसके बजाय {parent} पर अधिकार दें।',
  'Only administrators look after {entity}. A role may let people read it, and no more.': '{entity} केवल प्रशासक सँभालते हैं। भूमिका इसे पढ़ने दे सकती है, उससे अधिक नहीं।',
  'Removes the role {role}. Whoever has it loses what it allowed.': 'भूमिका {role} हटेगी। जिसके पास है, वह उसके अधिकार खो देगा।',
  'The field {field} of {entity} comes with a plugin. Its words can be changed under setWords, the pattern of a running number under setSeries; the rest can’t.':
    '{entity} का फ़ील्ड {field} प्लगइन से आता है। इसके शब्द setWords से और क्रमांक का साँचा setSeries से बदल सकता है; बाकी नहीं।',
  'The field {field} of {other} points at {entity}. Remove that field first.': '{other} का फ़ील्ड {field} {entity} की ओर इशारा करता है। पहले वह फ़ील्ड हटाएँ।',
  'Says what the role {role} may do. Entities it is about: {count}.': 'तय करता है कि भूमिका {role} क्या कर सकती है। रिकॉर्ड-प्रकार: {count}।',
  'There is an entity {name} already. Choose another name.': 'रिकॉर्ड-प्रकार {name} पहले से है। दूसरा नाम चुनें।',
  'There is no entity {entity} here.': 'यहाँ कोई रिकॉर्ड-प्रकार {entity} नहीं है।',
  'There is no entity {entity} of your own.': 'आपका अपना कोई रिकॉर्ड-प्रकार {entity} नहीं है।',
  'There is no field type "{type}". Use one of: {types}.': 'फ़ील्ड का प्रकार "{type}" नहीं है। इनमें से एक लें: {types}।',
  'There is no field {field} of your own to stand behind.': 'आपका अपना कोई फ़ील्ड {field} नहीं है जिसके पीछे इसे रखा जाए।',
  'There is no removed entity {entity}.': 'हटाया हुआ कोई रिकॉर्ड-प्रकार {entity} नहीं है।',
  'There is no role {role} of your own.': 'आपकी अपनी कोई भूमिका {role} नहीं है।',
  'There was an entity {name}, and its records are kept. Restore it, or choose another name.':
    'रिकॉर्ड-प्रकार {name} था और उसके रिकॉर्ड रखे हुए हैं। उसे वापस लाएँ या दूसरा नाम चुनें।',
  'This change set was applied. What was applied is taken back, not changed.': 'यह बदलाव लागू हो चुका है। लागू बदलाव वापस लिया जाता है, बदला नहीं जाता।',
  'This is no export of a model. Export it again, and send it as it is.': 'यह मॉडल का निर्यात नहीं है। फिर निर्यात करें और वैसा ही भेजें।',
  'What you made yourselves and leans on it is set aside until then: {count, plural, one {# field, rule or screen} other {# fields, rules and screens}}.':
    'आपकी बनाई जो चीज़ें इस पर टिकी हैं वे तब तक अलग रखी जाएँगी: {count, plural, other {# फ़ील्ड, नियम और स्क्रीन}}।',
  'While this was applied two records became alike that must differ. Make them differ, then apply it again.':
    'लागू होते समय दो रिकॉर्ड एक जैसे हो गए जिन्हें अलग होना चाहिए। उन्हें अलग करें, फिर लागू करें।',
  '{entity}: {count, plural, one {# record has} other {# records have}} something in {field} that does not fit {type} ({examples}). Change what does not fit, or let it become empty.':
    '{entity}: {count, plural, other {# रिकॉर्ड}} ऐसे हैं जिनका {field} {type} में नहीं बैठता ({examples})। जो न बैठे उसे बदलें, या ख़ाली होने दें।',
  '{entity}: {count, plural, one {# record has} other {# records have}} something in {field} that does not fit {type} ({examples}). It will be empty there; taken back, it comes back.':
    '{entity}: {count, plural, other {# रिकॉर्ड}} ऐसे हैं जिनका {field} {type} में नहीं बैठता ({examples})। वहाँ यह ख़ाली हो जाएगा; वापस लेने पर लौट आएगा।',
  '{entity}: {count, plural, one {# record holds} other {# records hold}} a choice of {field} that would be gone ({examples}). Retire the choice instead.':
    '{entity}: {count, plural, other {# रिकॉर्ड}} {field} का वह विकल्प रखते हैं जो हट जाएगा ({examples})। हटाने के बजाय विकल्प बंद करें।',
  '{entity}: {count, plural, one {# record holds} other {# records hold}} a {field} beyond the new limits ({examples}). That stays so until someone changes it.':
    '{entity}: {count, plural, other {# रिकॉर्ड}} ऐसे हैं जिनमें {field} नई सीमा से बाहर है ({examples})। जब तक कोई इसे न बदले, वैसा ही रहेगा।',
  '{entity}: {count, plural, one {# record shares} other {# records share}} {field} with another ({examples}). Make them differ first.':
    '{entity}: {count, plural, other {# रिकॉर्ड}} ऐसे हैं जिनका {field} किसी और से मिलता है ({examples})। पहले उन्हें अलग करें।',
  '{entity} had a field {name}, and its values are kept. Restore it, or choose another name.':
    '{entity} में फ़ील्ड {name} था और उसके मान रखे हुए हैं। उसे वापस लाएँ या दूसरा नाम चुनें।',
  '{entity} has a field {name} already. Choose another name.': '{entity} में फ़ील्ड {name} पहले से है। दूसरा नाम चुनें।',
  '{entity} has no field {field} of your own.': '{entity} में आपका अपना कोई फ़ील्ड {field} नहीं है।',
  '{entity} has no field {field} to be known by.': '{entity} में कोई फ़ील्ड {field} नहीं है जिससे उसे पहचाना जाए।',
  '{entity} has no removed field {field}.': '{entity} में हटाया हुआ कोई फ़ील्ड {field} नहीं है।',
  'Rules of your own for {entity}: {count}.': '{entity} के आपके अपने नियम: {count}।',
  'Sets of fields of {entity} that no two records share: {count}.': '{entity} के फ़ील्ड-समूह जो दो रिकॉर्ड में एक जैसे नहीं हो सकते: {count}।',
  '{entity} is known by its field {field}. Choose another field for that first.': '{entity} अपने फ़ील्ड {field} से पहचाना जाता है। पहले इसके लिए दूसरा फ़ील्ड चुनें।',
  '{entity}: {field} is empty in {count, plural, one {# record} other {# records}} ({examples}). It stays so there; whatever is new must have it.':
    '{entity}: {count, plural, other {# रिकॉर्ड}} में {field} खाली है ({examples})। वहाँ वैसा ही रहेगा; हर नए रिकॉर्ड में यह ज़रूरी होगा।',
  '{field} of {entity} can be written again.': '{entity} का {field} फिर लिखा जा सकेगा।',
  '{field} of {entity} stays to be read, and is no longer written.': '{entity} का {field} पढ़ा जा सकेगा, लिखा नहीं जाएगा।',
  '{was} can’t become {type}: {field} of {entity}. Add a new field instead.': '{entity} का {field}: {was} से {type} नहीं बन सकता। इसकी जगह नया फ़ील्ड जोड़ें।',
  '{was} can’t become {type}: {field} of {entity}. It can become: {types}.': '{entity} का {field}: {was} से {type} नहीं बन सकता। यह इनमें से बन सकता है: {types}।',
  'Change sets are made, applied and taken back under Entities and fields, not as records.':
    'बदलाव "रिकॉर्ड-प्रकार और फ़ील्ड" में बनाए, लागू और वापस लिए जाते हैं, रिकॉर्ड की तरह नहीं।',
  'Change set': 'बदलाव-समूह',
  'Change sets': 'बदलाव-समूह',
  'What administrators changed about entities, fields, rules, screens and roles, and when.':
    'प्रशासकों ने रिकॉर्ड-प्रकारों, फ़ील्ड, नियमों, स्क्रीन और भूमिकाओं में क्या और कब बदला।',
  'Model number': 'मॉडल संख्या',
  'Applied at': 'लागू होने का समय',
  'Applied by': 'लागू करने वाला',
  'Takes back': 'किसे वापस लेता है',
  Draft: 'मसौदा',
  'Being applied': 'लागू हो रहा है',
  Failed: 'असफल',
  Applied: 'लागू',
  'Taken back': 'वापस लिया गया',
  Operations: 'बदलाव',
  Error: 'त्रुटि',
  'Your own': 'आपका अपना',
  'What the administrators of this workspace made themselves.': 'इस कार्यक्षेत्र के प्रशासकों ने जो स्वयं बनाया।',
  '“Text”': '“पाठ”',
  '“Formatted text”': '“सजाया हुआ पाठ”',
  '“Postal address”': '“डाक पता”',
  '“E-mail addresses”': '“ई-मेल पते”',
  '“Phone numbers”': '“फ़ोन नंबर”',
  '“Web addresses”': '“वेब पते”',
  '“Running number”': '“क्रमांक”',
  '“Whole number”': '“पूर्ण संख्या”',
  '“Decimal number”': '“दशमलव संख्या”',
  '“Per cent”': '“प्रतिशत”',
  '“Money”': '“धनराशि”',
  '“Rating”': '“रेटिंग”',
  '“Yes or no”': '“हाँ या नहीं”',
  '“One of a list”': '“सूची में से एक”',
  '“Several of a list”': '“सूची में से कई”',
  '“State with steps”': '“चरणों वाली स्थिति”',
  '“Date”': '“तारीख़”',
  '“Date and time”': '“तारीख़ और समय”',
  '“Time of day”': '“दिन का समय”',
  '“Duration”': '“अवधि”',
  '“Link to a record”': '“रिकॉर्ड से लिंक”',
  '“Links to several records”': '“कई रिकॉर्डों से लिंक”',
  '“Link to one of several lists”': '“कई सूचियों में से एक से लिंक”',
  '“Lines”': '“पंक्तियाँ”',
  '“Formula”': '“सूत्र”',
  '“Shown from a linked record”': '“जुड़े रिकॉर्ड से दिखाया गया”',
  '“Rollup”': '“जोड़”',
  '“File”': '“फ़ाइल”',
  '“Several files”': '“कई फ़ाइलें”',
  '“Picture”': '“चित्र”',
  '“Structured data”': '“संरचित डेटा”',
}
