/** Hindi of plugins that are put away, put back and deleted for good. */
export const pluginWords: { readonly [english: string]: string } = {
  'Another plugin made {column} in {table} meanwhile. Uninstall that one first.': 'इस बीच किसी दूसरे प्लगइन ने {table} में {column} बना लिया। पहले उसे अनइंस्टॉल करें।',
  'Deletes {tables, plural, one {# table} other {# tables}} with {records, plural, one {# record} other {# records}} for good, and what people wrote, shared and saved about them. This can’t be taken back.':
    '{records, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} वाली {tables, plural, one {# तालिका} other {# तालिकाएँ}} हमेशा के लिए मिटा देगा, और साथ में उनके बारे में लिखा, साझा किया और सहेजा सब कुछ। इसे वापस नहीं लिया जा सकता।',
  'Adds {columns, plural, one {# column} other {# columns}} to tables of others. Nothing that is there is changed.':
    'दूसरों की तालिकाओं में {columns, plural, one {# कॉलम} other {# कॉलम}} जोड़ेगा। जो है वह नहीं बदलेगा।',
  '{plugin} joins what is enabled then, and can’t come:': '{plugin} तब चालू प्लगइनों को जोड़ता है, पर नहीं आ सकता:',
  'Disables {plugin} too: it is there only with all that it joins. Its records stay, and it comes back by itself.':
    '{plugin} को भी बंद करेगा: वह केवल उन सबके साथ रहता है जिन्हें वह जोड़ता है। उसके रिकॉर्ड बने रहेंगे, और वह अपने आप वापस आएगा।',
  'Enables {plugin} too, as it joins {plugins}. Of what is made, these are its own: {tables, plural, one {# table} other {# tables}}{columns, plural, =0 {} one {, # column in tables of others} other {, # columns in tables of others}}.':
    '{plugin} को भी चालू करेगा, क्योंकि वह {plugins} को जोड़ता है। जो बनेगा उसमें उसका अपना: {tables, plural, one {# तालिका} other {# तालिकाएँ}}{columns, plural, =0 {} one {, दूसरों की तालिकाओं में # कॉलम} other {, दूसरों की तालिकाओं में # कॉलम}}।',
  'Enables {plugin} too, as it joins {plugins}.': '{plugin} को भी चालू करेगा, क्योंकि वह {plugins} को जोड़ता है।',
  'Enables {plugin} too, as it joins {plugins}. What it had is still there.': '{plugin} को भी चालू करेगा, क्योंकि वह {plugins} को जोड़ता है। उसका जो था वह अब भी है।',
  'It came or went with {plugins}. Take the change of that one back.': 'यह {plugins} के साथ आया या गया। उसी का बदलाव वापस लें।',
  'It joins {plugins}, and is enabled by itself where all of them are. What is missing here: {missing}.':
    'यह {plugins} को जोड़ता है, और जहाँ वे सब चालू हों वहाँ अपने आप चालू होता है। यहाँ यह नहीं है: {missing}।',
  'It joins {plugins}, and is there as long as all of them are enabled. Disable one of them; it goes by itself.':
    'यह {plugins} को जोड़ता है, और जब तक वे सब चालू हैं तब तक रहता है। उनमें से एक को बंद करें; यह अपने आप चला जाएगा।',
  'It can’t run beside what is enabled here: {problem}': 'यहाँ चालू प्लगइन के साथ यह चल नहीं सकता: {problem}',
  'It can’t run: {problem}': 'यह चल नहीं सकता: {problem}',
  'Brings the records of {plugin} from version {from} to {to}, all of it or nothing.':
    '{plugin} के रिकॉर्ड संस्करण {from} से {to} पर ले जाएगा, पूरा का पूरा या बिल्कुल नहीं।',
  'Calls the field {field} of {entity} “{to}”. Its values stay.': '{entity} के फ़ील्ड {field} को “{to}” कहेगा। उसके मान बने रहेंगे।',
  'Leaves {field} of {entity} out: a later version has it no more.': '{entity} का {field} छोड़ देगा: बाद के संस्करण में वह नहीं है।',
  'Fills {field} of {entity} in {count, plural, one {# record} other {# records}}: {formula}':
    '{entity} का {field} {count, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} में भरेगा: {formula}',
  'Makes other choices in {field} of {entity}, in {count, plural, one {# record} other {# records}}: {choices}':
    '{entity} के {field} में {count, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} के विकल्प बदलेगा: {choices}',
  'Turns {field} of {entity} into {type}, in {count, plural, one {# record} other {# records}}. What it was is put away for thirty days.':
    '{entity} के {field} को {count, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} में {type} बनाएगा। पहले का मान तीस दिन तक अलग रखा जाएगा।',
  'Takes {field} out of {entity}. What it held is put away for thirty days.': '{entity} से {field} हटाएगा। उसमें जो था, तीस दिन तक अलग रखा जाएगा।',
  'Takes {entity} out, with {count, plural, one {# record} other {# records}}. They are put away for thirty days.':
    '{entity} को {count, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} के साथ हटाएगा। वे तीस दिन तक अलग रखे जाएँगे।',
  'Proves of {records, plural, one {# record} other {# records}} of {entity} what version {version} promises.':
    '{entity} के {records, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} पर जाँचेगा कि संस्करण {version} का वादा सही है।',
  'These name a field by its old name, and do not follow. Look at them afterwards: {names}':
    'ये किसी फ़ील्ड को पुराने नाम से पुकारते हैं और अपने आप नहीं बदलेंगे। बाद में इन्हें देखें: {names}',
  'Something goes when {plugin} is brought to version {version}. Ask an owner to do this.':
    '{plugin} को संस्करण {version} पर लाने में कुछ हटेगा। इसे किसी स्वामी से करवाएँ।',
  'There is no way back but a backup from before.': 'पहले के बैकअप के सिवा वापसी का कोई रास्ता नहीं है।',
  'Version {to} is not installed here; {here} is. Install it first.': 'यहाँ संस्करण {to} नहीं, {here} स्थापित है। पहले उसे स्थापित करें।',
  'Its records are of version {version} already.': 'इसके रिकॉर्ड पहले से संस्करण {version} के हैं।',
  'Its records are of version {version}. Upgrade them first; then it can be uninstalled.':
    'इसके रिकॉर्ड संस्करण {version} के हैं। पहले उन्हें अपग्रेड करें; फिर इसे अनइंस्टॉल किया जा सकता है।',
  'It is not enabled. Its records are brought to {version} when it is.': 'यह चालू नहीं है। चालू करने पर इसके रिकॉर्ड {version} पर लाए जाएँगे।',
  'It can’t be upgraded: {problem}': 'इसे अपग्रेड नहीं किया जा सकता: {problem}',
  'Its migrations leave something out: {problem}': 'इसके माइग्रेशन कुछ छोड़ देते हैं: {problem}',
  'There is no {entity} here.': 'यहाँ {entity} नहीं है।',
  'The migration of {plugin} to {version} {problem}': '{version} के लिए {plugin} के माइग्रेशन में गड़बड़ है: {problem}',
  'Two records of {plugin} would be alike that must differ from now on. Make them differ with the version before, then upgrade.':
    '{plugin} के दो रिकॉर्ड एक जैसे हो जाएँगे, जिन्हें अब अलग होना है। पिछले संस्करण से उन्हें अलग करें, फिर अपग्रेड करें।',
  'What {plugin} added to others’ records is busy. Try again in a moment.': '{plugin} ने दूसरों के रिकॉर्ड में जो जोड़ा, वह अभी व्यस्त है। थोड़ी देर में फिर कोशिश करें।',
  '{count, plural, one {# record holds} other {# records hold}} something in {field} of {entity} that is no {type}. Mend them with the version before, then upgrade.':
    '{entity} के {field} में {count, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} का मान {type} नहीं है। पिछले संस्करण से उन्हें ठीक करें, फिर अपग्रेड करें।',
  'The proof of version {version} does not hold: {count, plural, one {# record} other {# records}} of {entity} would break {condition}. Mend them with the version before, or mend the migration.':
    'संस्करण {version} की जाँच पूरी नहीं उतरती: {entity} के {count, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} {condition} को तोड़ेंगे। पिछले संस्करण से उन्हें ठीक करें, या माइग्रेशन ठीक करें।',
  'Version {version} of {plugin} asks for {field} of {entity}, which {count, plural, one {# record has} other {# records have}} not. Its migration must fill it: a step "fill".':
    '{plugin} का संस्करण {version} {entity} का {field} माँगता है, जो {count, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} में नहीं है। उसके माइग्रेशन को "fill" चरण से इसे भरना होगा।',
  'It holds records that must be kept by law. They stay put away and can be put back.':
    'इसमें ऐसे रिकॉर्ड हैं जिन्हें कानूनन रखना ज़रूरी है। वे अलग रखे रहेंगे और वापस लाए जा सकते हैं।',
  '{plugin} is enabled without its first records ({seed}), which could not be made. {why} Have them made again on the page of plugins once this is mended.':
    '{plugin} चालू है, पर इसके पहले रिकॉर्ड ({seed}) नहीं बन सके। {why} यह ठीक होने पर उन्हें प्लगइन के पन्ने पर फिर से बनवाएँ।',
  '{plugin} is enabled without its first records ({seed}), which were never made. Have them made on the page of plugins.':
    '{plugin} चालू है, पर इसके पहले रिकॉर्ड ({seed}) अभी तक नहीं बने हैं। उन्हें प्लगइन के पन्ने पर बनवाएँ।',
  '{entity} “{record}”: {problem}': '{entity} “{record}”: {problem}',
  'The plugin says: {problem}': 'प्लगइन का कहना है: {problem}',
  'The database says: {problem}': 'डेटाबेस का कहना है: {problem}',
  'It does not run here. Enable it first.': 'यह यहाँ चल नहीं रहा। पहले इसे चालू करें।',
  'It is being deleted for good.': 'इसे हमेशा के लिए मिटाया जा रहा है।',
  'It is not installed here. Put its folder back first.': 'यह यहाँ स्थापित नहीं है। पहले इसका फ़ोल्डर वापस रखें।',
  'It is not put away any more. Look at the page of plugins again.': 'यह अब अलग नहीं रखा है। प्लगइन का पन्ना फिर से देखें।',
  'It was never enabled here. There is nothing to put away.': 'यह यहाँ कभी चालू नहीं किया गया। अलग रखने को कुछ नहीं है।',
  'Makes {tables, plural, one {# table} other {# tables}} with {columns, plural, one {# column} other {# columns}}. Nothing that is there is changed.':
    '{columns, plural, one {# कॉलम} other {# कॉलम}} वाली {tables, plural, one {# तालिका} other {# तालिकाएँ}} बनाएगा। जो मौजूद है उसमें कुछ नहीं बदलता।',
  'Puts away {tables, plural, one {# table} other {# tables}} with {records, plural, one {# record} other {# records}} for {days} days. Until then all of it can be put back.':
    '{records, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} वाली {tables, plural, one {# तालिका} other {# तालिकाएँ}} {days} दिन के लिए अलग रख देगा। तब तक सब कुछ वापस लाया जा सकता है।',
  'Puts back {plugin} as it was on {day}: {tables, plural, one {# table} other {# tables}} with {records, plural, one {# record} other {# records}}.':
    '{plugin} को {day} जैसा था वैसा वापस लाएगा: {records, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} वाली {tables, plural, one {# तालिका} other {# तालिकाएँ}}।',
  'Send { "to": … } with enabled, disabled, uninstalled, a version such as 2.0.0 to upgrade what is kept, or available to delete for good what was uninstalled.':
    '{ "to": … } भेजें: enabled, disabled, uninstalled, रखे हुए को अपग्रेड करने को 2.0.0 जैसा संस्करण, या अलग रखा हुआ हमेशा के लिए मिटाने को available।',
  'Somebody changed it meanwhile. Look at the page of plugins again.': 'इस बीच किसी ने इसे बदल दिया। प्लगइन का पन्ना फिर से देखें।',
  'Takes {columns, plural, one {# column} other {# columns}} out of what other plugins have; their values are kept with it.':
    'दूसरे प्लगइन की तालिकाओं से {columns, plural, one {# कॉलम} other {# कॉलम}} निकाल लेगा; उनके मान साथ में रखे रहेंगे।',
  'The history of these records stays. By itself this would be done on {day}.': 'इन रिकॉर्ड का इतिहास बना रहेगा। अपने आप यह {day} को होता।',
  'The plugin {plugin} failed, and nothing was changed. Try again; if it goes on, ask an administrator to disable it.':
    'प्लगइन {plugin} विफल रहा, और कुछ नहीं बदला गया। फिर से कोशिश करें; अगर ऐसा चलता रहे तो प्रशासक से इसे बंद करने को कहें।',
  'The plugin {plugin} took too long ({name} of {of}), and nothing was changed. Try again; if it goes on, ask an administrator to disable it.':
    'प्लगइन {plugin} ने बहुत ज़्यादा समय लिया ({of} का {name}), और कुछ नहीं बदला गया। फिर से कोशिश करें; अगर ऐसा चलता रहे तो प्रशासक से इसे बंद करने को कहें।',
  'There is nothing to take back here.': 'यहाँ वापस लेने को कुछ नहीं है।',
  'Uninstall it first. What is put away can be deleted for good.': 'पहले इसे अनइंस्टॉल करें। जो अलग रखा है उसे हमेशा के लिए मिटाया जा सकता है।',
  '{count, plural, one {# reference leads} other {# references lead}} to what was deleted for good meanwhile, and will be empty.':
    '{count, plural, one {# संदर्भ इस बीच हमेशा के लिए मिटाई गई चीज़ की ओर जाता है, और खाली हो जाएगा} other {# संदर्भ इस बीच हमेशा के लिए मिटाई गई चीज़ों की ओर जाते हैं, और खाली हो जाएँगे}}।',
  '{count, plural, one {# record} other {# records}} of {entity} must have {field}, and what it was is deleted for good. {count, plural, one {It comes} other {They come}} back with it empty, until somebody chooses another: {names}.':
    '{entity} के {count, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} में {field} ज़रूरी है, पर वह जिसकी ओर जाता था वह हमेशा के लिए मिटाया जा चुका है। जब तक कोई दूसरा न चुने, {count, plural, one {वह} other {वे}} इसे खाली रखकर ही वापस {count, plural, one {आएगा} other {आएँगे}}: {names}।',
  '{count, plural, one {# record} other {# records}} of {entity} must have {field}, and all that stood there is deleted for good. {count, plural, one {It comes} other {They come}} back with an empty list, until somebody chooses others: {names}.':
    '{entity} के {count, plural, one {# रिकॉर्ड} other {# रिकॉर्ड}} में {field} ज़रूरी है, पर उसमें जो भी था वह सब हमेशा के लिए मिटाया जा चुका है। जब तक कोई दूसरे न चुने, {count, plural, one {वह} other {वे}} खाली सूची के साथ वापस {count, plural, one {आएगा} other {आएँगे}}: {names}।',
  'Records of {plugin} come back without what they must refer to. Ask an owner to do this.':
    '{plugin} के कुछ रिकॉर्ड उस ज़रूरी संदर्भ के बिना वापस आएँगे। यह काम किसी मालिक से करवाएँ।',
  '{views, plural, one {# saved view says} other {# saved views say}} that what they show is missing, until it is back.':
    '{views, plural, one {# सहेजा दृश्य बताएगा} other {# सहेजे दृश्य बताएँगे}} कि उनका डेटा मौजूद नहीं है, जब तक वह वापस नहीं आता।',
  'What {plugins} had added to its records goes with them.': '{plugins} ने इसके रिकॉर्ड में जो जोड़ा था वह भी साथ जाएगा।',
  'Adds to the navigation: {names}.': 'मेन्यू में जुड़ेगा: {names}।',
  'Takes from the navigation: {names}.': 'मेन्यू से हटेगा: {names}।',
  'Brings {count, plural, one {# board} other {# boards}}: {names}.': '{count, plural, one {# बोर्ड} other {# बोर्ड}} लाएगा: {names}।',
  'Takes away {count, plural, one {# board} other {# boards}}: {names}.': '{count, plural, one {# बोर्ड} other {# बोर्ड}} हटाएगा: {names}।',
  'Brings {count, plural, one {# dashboard} other {# dashboards}}: {names}.': '{count, plural, one {# डैशबोर्ड} other {# डैशबोर्ड}} लाएगा: {names}।',
  'Takes away {count, plural, one {# dashboard} other {# dashboards}}: {names}.': '{count, plural, one {# डैशबोर्ड} other {# डैशबोर्ड}} हटाएगा: {names}।',
  'Lays out {count, plural, one {# form} other {# forms}}: {names}.': '{count, plural, one {# फ़ॉर्म} other {# फ़ॉर्म}} जमाएगा: {names}।',
  'No longer lays out {count, plural, one {# form} other {# forms}}: {names}.': 'अब {count, plural, one {# फ़ॉर्म} other {# फ़ॉर्म}} नहीं जमाएगा: {names}।',
  'Adds {count, plural, one {# field} other {# fields}} to records of others: {names}.':
    'दूसरों के रिकॉर्ड में {count, plural, one {# फ़ील्ड} other {# फ़ील्ड}} जोड़ेगा: {names}।',
  'Takes {count, plural, one {# field} other {# fields}} from records of others: {names}.':
    'दूसरों के रिकॉर्ड से {count, plural, one {# फ़ील्ड} other {# फ़ील्ड}} हटाएगा: {names}।',
  'Puts {count, plural, one {# part} other {# parts}} on pages of others: {names}.':
    'दूसरों के पन्नों पर {count, plural, one {# हिस्सा} other {# हिस्से}} रखेगा: {names}।',
  'Takes {count, plural, one {# part} other {# parts}} from pages of others: {names}.':
    'दूसरों के पन्नों से {count, plural, one {# हिस्सा} other {# हिस्से}} हटाएगा: {names}।',
  'Puts {count, plural, one {# part} other {# parts}} on the first page, about: {names}.':
    'पहले पन्ने पर {count, plural, one {# हिस्सा} other {# हिस्से}} रखेगा, इनके बारे में: {names}।',
  'Takes {count, plural, one {# part} other {# parts}} from the first page, about: {names}.':
    'पहले पन्ने से {count, plural, one {# हिस्सा} other {# हिस्से}} हटाएगा, इनके बारे में: {names}।',
  'Prints {count, plural, one {# document} other {# documents}}: {names}.': '{count, plural, one {# दस्तावेज़} other {# दस्तावेज़}} छापेगा: {names}।',
  'No longer prints {count, plural, one {# document} other {# documents}}: {names}.': 'अब {count, plural, one {# दस्तावेज़} other {# दस्तावेज़}} नहीं छापेगा: {names}।',
  'Brings {count, plural, one {# page of settings} other {# pages of settings}}: {names}.':
    'सेटिंग {count, plural, one {का # पन्ना} other {के # पन्ने}} लाएगा: {names}।',
  'Takes away {count, plural, one {# page of settings} other {# pages of settings}}: {names}.':
    'सेटिंग {count, plural, one {का # पन्ना} other {के # पन्ने}} हटाएगा: {names}।',
  'Offers {count, plural, one {# service} other {# services}} to other plugins: {names}.':
    'दूसरे प्लगइनों को {count, plural, one {# सेवा} other {# सेवाएँ}} देगा: {names}।',
  'No longer offers {count, plural, one {# service} other {# services}}: {names}.': 'अब {count, plural, one {# सेवा} other {# सेवाएँ}} नहीं देगा: {names}।',
  'No longer shows without signing in: {names}.': 'अब बिना साइन इन नहीं दिखाएगा: {names}।',
  'Answers at {count, plural, one {# address} other {# addresses}} of its own, about: {names}.':
    'अपने {count, plural, one {# पते} other {# पतों}} पर जवाब देगा, इनके बारे में: {names}।',
  'No longer answers at {count, plural, one {# address} other {# addresses}}, about: {names}.':
    'अब {count, plural, one {# पते} other {# पतों}} पर जवाब नहीं देगा, इनके बारे में: {names}।',
  'Answers otherwise, or to others, than before at {count, plural, one {# address} other {# addresses}}, about: {names}.':
    '{count, plural, one {# पते} other {# पतों}} पर पहले से अलग तरह से, या दूसरे लोगों को, जवाब देगा, इनके बारे में: {names}।',
  'Calls other servers: {names}.': 'दूसरे सर्वरों को कॉल करता है: {names}।',
  'No longer calls: {names}.': 'अब इन्हें कॉल नहीं करेगा: {names}।',
  'Calls another address than before: {names}.': 'पहले से अलग पते पर कॉल करेगा: {names}।',
  'Reads of others: {names}.': 'दूसरों का यह पढ़ेगा: {names}।',
  'Calls services of others: {names}.': 'औरों की सेवाएँ इस्तेमाल करता है: {names}।',
  'No longer calls services of others: {names}.': 'औरों की ये सेवाएँ अब इस्तेमाल नहीं करेगा: {names}।',
  'No longer reads: {names}.': 'अब यह नहीं पढ़ेगा: {names}।',
  'Reads and changes of others: {names}.': 'दूसरों का यह पढ़ेगा और बदलेगा: {names}।',
  'No longer changes: {names}.': 'अब यह नहीं बदलेगा: {names}।',
  'Reads and changes all records of {names}.': '{names} के सारे रिकॉर्ड पढ़ेगा और बदलेगा।',
  'No longer reaches all records of {names}.': 'अब {names} के सारे रिकॉर्ड तक नहीं पहुँचेगा।',
  'Has a say in every change of {names}.': '{names} के हर बदलाव में इसकी बात चलेगी।',
  'No longer has a say in changes of {names}.': 'अब {names} के बदलावों में इसकी बात नहीं चलेगी।',
  'Tells others when something happens: {names}.': 'कुछ होने पर दूसरों को बताएगा: {names}।',
  'No longer tells others: {names}.': 'अब दूसरों को नहीं बताएगा: {names}।',
  'Is told of {names}.': 'इनकी ख़बर पाएगा: {names}।',
  'Is no longer told of {names}.': 'अब इनकी ख़बर नहीं पाएगा: {names}।',
  'Does what it is told of with other rights than before: {names}.': 'इन ख़बरों पर पहले से अलग अधिकारों से काम करेगा: {names}।',
  'Runs by itself: {names}.': 'अपने आप चलेगा: {names}।',
  'No longer runs by itself: {names}.': 'अब अपने आप नहीं चलेगा: {names}।',
  'Runs at other times than before: {names}.': 'पहले से अलग समय पर चलेगा: {names}।',
  'Whoever has these roles may do nothing by them meanwhile: {roles}.': 'जिनके पास ये भूमिकाएँ हैं, वे तब तक इनसे कुछ नहीं कर सकते: {roles}।',
  '{plugin} differs from the version that was here:': '{plugin} यहाँ के पिछले संस्करण से अलग है:',
  '{plugin} comes from elsewhere: its code runs in a process of its own and reaches what it says here and no more; what it draws acts with the rights of whoever looks.':
    '{plugin} बाहर से आया है: उसका कोड अपनी अलग प्रक्रिया में चलता है और यहाँ बताई चीज़ों से आगे नहीं पहुँचता; वह जो दिखाता है, देखने वाले के अधिकारों से चलता है।',
}
