/** Hindi of plugins that come from elsewhere. */
export const packageWords: { readonly [english: string]: string } = {
  'Another {plugin} {version} is installed. What differs needs another version.':
    'दूसरा {plugin} {version} पहले से स्थापित है। जो अलग है उसका संस्करण भी अलग होना चाहिए।',
  'Give your password again, in the header Sangam-Password, with what is no plain letter written as %20.':
    'अपना पासवर्ड फिर से दें, Sangam-Password हेडर में; जो सादा अक्षर नहीं है उसे %20 की तरह लिखें।',
  'It came from {from}, which is not the registry of this server any more. Ask its operator, or install it anew.':
    'यह {from} से आया था, जो अब इस सर्वर की रजिस्ट्री नहीं है। सर्वर के संचालक से पूछें, या इसे फिर से स्थापित करें।',
  'Its author would rather not see this version taken: “{why}”': 'इसके बनाने वाले नहीं चाहते कि यह संस्करण लिया जाए: “{why}”',
  'No version of {name} fits {range}. There are: {versions}.': '{name} का कोई संस्करण {range} से मेल नहीं खाता। ये हैं: {versions}।',
  'No version of {name} that was asked for runs on Sangam {version}: {newest} is made for {range}.':
    '{name} का माँगा गया कोई संस्करण Sangam {version} पर नहीं चलता: {newest} {range} के लिए बना है।',
  'Plugins are installed from their files here: this server has no registry. Its operator may name one in SANGAM_NPM_REGISTRY.':
    'यहाँ प्लगइन उनकी फ़ाइलों से स्थापित होते हैं: इस सर्वर की कोई रजिस्ट्री नहीं है। संचालक SANGAM_NPM_REGISTRY में एक बता सकते हैं।',
  'What it takes the place of came from elsewhere. Make sure that the same people made both.':
    'यह जिसकी जगह लेता है वह कहीं और से आया था। जाँच लें कि दोनों उन्हीं लोगों ने बनाए हैं।',
  'What the registry lists as {listed} says that it is {other}. It is refused.': 'रजिस्ट्री जिसे {listed} बताती है वह अपने को {other} कहता है। इसे अस्वीकार किया गया।',
  'What {host} sent is not {name} {version} as it was published: its SHA-512 sum is another. It is refused.':
    '{host} ने जो भेजा वह प्रकाशित {name} {version} नहीं है: उसका SHA-512 योग अलग है। इसे अस्वीकार किया गया।',
  '{host} does not answer as a registry of packages does. Ask the operator of this server.': '{host} पैकेज रजिस्ट्री की तरह उत्तर नहीं देता। इस सर्वर के संचालक से पूछें।',
  '{host} does not have the file that it lists. Choose another version.': '{host} के पास वह फ़ाइल नहीं है जो वह सूची में बताता है। दूसरा संस्करण चुनें।',
  '{host} gives it only to those it knows. Get the file from who made it, and install that.':
    '{host} इसे केवल उन्हें देता है जिन्हें वह जानता है। बनाने वाले से फ़ाइल लें और उसे स्थापित करें।',
  '{host} gives no SHA-512 sum of {name} {version}, so nobody could tell whether what comes is what was published. It is refused.':
    '{host} {name} {version} का SHA-512 योग नहीं देता, इसलिए कोई नहीं जान सकता कि जो आया वही प्रकाशित हुआ था। इसे अस्वीकार किया गया।',
  '{host} says that {name} {version} lies elsewhere. A package is fetched from its registry alone. It is refused.':
    '{host} कहता है कि {name} {version} कहीं और है। पैकेज केवल अपनी रजिस्ट्री से लिया जाता है। इसे अस्वीकार किया गया।',
  '{host} sends more than a package may be. It is refused.': '{host} पैकेज की सीमा से अधिक भेजता है। इसे अस्वीकार किया गया।',
  '{host} sends us on to {other}. A package is fetched from its registry alone. It is refused.':
    '{host} हमें {other} पर भेजता है। पैकेज केवल अपनी रजिस्ट्री से लिया जाता है। इसे अस्वीकार किया गया।',
  '{name} is another plugin now: {id}. It is refused.': '{name} अब दूसरा प्लगइन है: {id}। इसे अस्वीकार किया गया।',
  '{name} {version} is not what you looked at any more. Look at it again.': '{name} {version} अब वह नहीं है जो आपने देखा था। इसे फिर से देखें।',
  '{plugin} was installed from a file. A newer version comes as a file, or by its name, from who made it.':
    '{plugin} फ़ाइल से स्थापित हुआ था। नया संस्करण बनाने वाले से फ़ाइल के रूप में, या नाम से, आता है।',
  '{registry} has no package {name}. Look at how it is written.': '{registry} में {name} नाम का कोई पैकेज नहीं है। देखें कि नाम कैसे लिखा है।',
  '“{name}” is no name of a package. Write it as its author gave it to npm, such as vehicles-for-sangam or @meera/vehicles.':
    '“{name}” किसी पैकेज का नाम नहीं है। वैसे लिखें जैसे बनाने वाले ने npm पर रखा है, जैसे vehicles-for-sangam या @meera/vehicles।',
  '“{range}” is no range of versions. Write 1.2.0 for that one, ^1.2.0 for it and what fits in its place, or nothing for the newest.':
    '“{range}” संस्करणों की सीमा नहीं है। केवल उसी के लिए 1.2.0 लिखें, उसके और जो उसकी जगह ले सकें उनके लिए ^1.2.0, या सबसे नए के लिए कुछ न लिखें।',
  'Install only what comes from somebody you trust.': 'केवल वही स्थापित करें जो किसी भरोसेमंद से आया हो।',
  'It adds fields to {names}.': 'यह {names} में फ़ील्ड जोड़ता है।',
  'It answers at {count, plural, one {# address} other {# addresses}} of its own.': 'यह अपने {count, plural, one {# पते} other {# पतों}} पर उत्तर देता है।',
  'It brings records: {names}.': 'यह ये रिकॉर्ड लाता है: {names}।',
  'It calls the services of {names}, and reads what its own records point at.': 'यह {names} की सेवाएँ इस्तेमाल करता है, और इसके अपने रिकॉर्ड जिनसे जुड़े हैं उन्हें पढ़ता है।',
  'It calls the services {names}.': 'यह ये सेवाएँ इस्तेमाल करता है: {names}।',
  'It reads what its own records point at.': 'इसके अपने रिकॉर्ड जिनसे जुड़े हैं, यह उन्हें पढ़ता है।',
  'It calls {names}.': 'यह {names} को कॉल करता है।',
  'It can’t run here: {problem}': 'यह यहाँ नहीं चल सकता: {problem}',
  'It depends on {names}. Nothing is fetched when a plugin is installed: bundle them with “sangam plugin pack”.':
    'यह {names} पर निर्भर है। प्लगइन स्थापित करते समय कुछ भी डाउनलोड नहीं किया जाता: उन्हें “sangam plugin pack” से साथ में बाँधें।',
  'It draws screens of its own: {names}.': 'यह अपनी स्क्रीन बनाता है: {names}।',
  'It has a say in every change of {names}.': '{names} के हर बदलाव में इसका दखल रहता है।',
  'It is made for Sangam {range}; this is {version}. Install a version of it that fits.':
    'यह Sangam {range} के लिए बना है; यहाँ {version} है। ऐसा संस्करण स्थापित करें जो मेल खाए।',
  'It is told of {names}.': 'इसे {names} की सूचना मिलती है।',
  'It joins {names}: where all of them are enabled, it is enabled by itself, at once where they are now.':
    'यह {names} को जोड़ता है: जहाँ वे सब चालू हों वहाँ यह अपने आप चालू होता है, और जहाँ अभी हैं वहाँ तुरंत।',
  'It needs {names}.': 'इसे {names} चाहिए।',
  'It reads and changes all records of {names}.': 'यह {names} के सभी रिकॉर्ड पढ़ता और बदलता है।',
  'It reads and changes {names}.': 'यह {names} पढ़ता और बदलता है।',
  'It reads {names}.': 'यह {names} पढ़ता है।',
  'It works by itself: {count, plural, one {# job} other {# jobs}}.': 'यह अपने आप काम करता है: {count, plural, one {# काम} other {# काम}}।',
  'Its browser half acts with the rights of whoever looks at its screens.': 'इसका ब्राउज़र वाला हिस्सा उसी के अधिकारों से चलता है जो इसकी स्क्रीन देखता है।',
  'Its records are in {workspace}. Uninstall it there first; then they are put away and can be put back.':
    'इसके रिकॉर्ड {workspace} में हैं। पहले इसे वहाँ अनइंस्टॉल करें; तब वे अलग रख दिए जाएँगे और वापस लाए जा सकेंगे।',
  'Its server half runs in a process of its own, without the files and secrets of the server, and is given no password of the database. It may open connections of its own, to this machine and to others: what it reads it could send anywhere, and only trust keeps it from that.':
    'इसका सर्वर वाला हिस्सा अपनी अलग प्रक्रिया में चलता है, सर्वर की फ़ाइलों और गोपनीय जानकारी के बिना, और उसे डेटाबेस का कोई पासवर्ड नहीं दिया जाता। वह इस मशीन से और दूसरी मशीनों से अपने कनेक्शन खोल सकता है: जो वह पढ़ता है उसे कहीं भी भेज सकता है, और इससे उसे केवल भरोसा रोकता है।',
  'No package of this plugin is installed.': 'इस प्लगइन का कोई पैकेज स्थापित नहीं है।',
  'package.json says version {version}, and the plugin {other}. Make them the same.':
    'package.json में संस्करण {version} है, और प्लगइन में {other}। दोनों को एक जैसा करें।',
  'Plugins are installed for all workspaces at once. Only an owner of the first workspace may do this.':
    'प्लगइन एक साथ सभी कार्यक्षेत्रों के लिए स्थापित होते हैं। केवल पहले कार्यक्षेत्र का मालिक यह कर सकता है।',
  'The package does not say all of what it is in {path}. Make it anew with “sangam plugin pack”.':
    'पैकेज {path} में पूरा नहीं बताता कि वह क्या है। इसे “sangam plugin pack” से फिर से बनाएँ।',
  'The package has more than {most} files. Bundle what it needs, as “sangam plugin pack” does.':
    'पैकेज में {most} से अधिक फ़ाइलें हैं। जो चाहिए उसे एक में बाँधें, जैसे “sangam plugin pack” करता है।',
  'The package has no package.json that can be read.': 'पैकेज में पढ़ने योग्य package.json नहीं है।',
  'The package holds {name} and {other}, which are one file on many machines.': 'पैकेज में {name} और {other} हैं, जो कई मशीनों पर एक ही फ़ाइल हैं।',
  'The package holds {name} as a file and as a folder.': 'पैकेज में {name} फ़ाइल भी है और फ़ोल्डर भी।',
  'The package holds {name} twice.': 'पैकेज में {name} दो बार है।',
  'The package holds {name}, which is a link or a device. Only files and folders may be in it.':
    'पैकेज में {name} है, जो लिंक या डिवाइस है। इसमें केवल फ़ाइलें और फ़ोल्डर हो सकते हैं।',
  'The package holds {name}. All its files must lie in the folder “package”, as npm packs them.':
    'पैकेज में {name} है। इसकी सभी फ़ाइलें “package” फ़ोल्डर में होनी चाहिए, जैसे npm उन्हें पैक करता है।',
  'The package holds {name}. Names are letters, digits, points and dashes, and what others wrote is bundled, not in “node_modules”.':
    'पैकेज में {name} है। नामों में अक्षर, अंक, बिंदु और डैश होते हैं, और दूसरों का लिखा कोड साथ में बाँधा जाता है, “node_modules” में नहीं।',
  'The package is larger than {limit} MB. Leave out what it does not need to run.': 'पैकेज {limit} MB से बड़ा है। जो चलने के लिए ज़रूरी नहीं उसे हटा दें।',
  'The package lacks {path}. Make it with “sangam plugin pack”, which builds both halves of a plugin.':
    'पैकेज में {path} नहीं है। इसे “sangam plugin pack” से बनाएँ, जो प्लगइन के दोनों हिस्से बनाता है।',
  'The package unfolds to more than {limit} MB. It is refused.': 'पैकेज खुलने पर {limit} MB से बड़ा होता है। इसे अस्वीकार किया गया।',
  'The package wants to write outside of its folder: {name}.': 'पैकेज अपने फ़ोल्डर के बाहर लिखना चाहता है: {name}।',
  'The package was made for a newer Sangam. Install a version of it that fits.': 'यह पैकेज नए Sangam के लिए बना है। ऐसा संस्करण स्थापित करें जो मेल खाए।',
  'The plugin {id} came with Sangam. A package can’t take its place. Give yours another id, or install it on another Sangam.':
    'प्लगइन {id} Sangam के साथ आया है। कोई पैकेज उसकी जगह नहीं ले सकता। अपने प्लगइन को दूसरा id दें, या उसे किसी दूसरे Sangam पर इंस्टॉल करें।',
  'This is no whole package of a plugin. Choose the .tgz file that “sangam plugin pack” or “npm pack” made.':
    'यह किसी प्लगइन का पूरा पैकेज नहीं है। “sangam plugin pack” या “npm pack” से बनी .tgz फ़ाइल चुनें।',
  'This is not your password. Try again.': 'यह आपका पासवर्ड नहीं है। फिर से कोशिश करें।',
  'This very package of {plugin} {version} is installed already.': '{plugin} {version} का यही पैकेज पहले से स्थापित है।',
  'Version {version} leaves out {thing}, which this one has, or makes something else of it. Its records would be out of reach.':
    'संस्करण {version} में {thing} नहीं है, जो अभी है, या उसे कुछ और बना दिया गया है। इसके रिकॉर्ड पहुँच से बाहर हो जाएँगे।',
  '{host} does not answer just now. Try again later.': '{host} अभी उत्तर नहीं दे रहा। बाद में फिर से कोशिश करें।',
  '{path} is not what was packed. Get the package anew from who made it.': '{path} वह नहीं है जो पैक किया गया था। पैकेज बनाने वाले से फिर से लें।',
  '{plugin} comes from elsewhere: its code runs in a process of its own and reaches the records of what it needs; what it draws acts with the rights of whoever looks.':
    '{plugin} बाहर से आया है: इसका कोड अपनी अलग प्रक्रिया में चलता है और जिन पर यह टिका है उनके रिकॉर्ड तक पहुँचता है; जो यह दिखाता है वह देखने वाले के अधिकारों से काम करता है।',
  '{plugins} joins other versions of it, and is out of sight until there is one that knows this version.':
    '{plugins} इसके दूसरे संस्करणों को जोड़ता है, और तब तक दिखाई नहीं देगा जब तक उसका ऐसा संस्करण न आए जो इसे जानता हो।',
  '{plugin} needs it. Remove that first.': 'जिसे इसकी ज़रूरत है: {plugin}। पहले उसे हटाएँ।',
  '{plugin} {version} is installed, which is newer. Nothing goes back to an older version.':
    '{plugin} {version} स्थापित है, जो नया है। पुराने संस्करण पर वापस नहीं जाया जाता।',
  '“{id}” can’t be the name of a plugin: 2 to 20 letters a-z and digits.': '“{id}” प्लगइन का नाम नहीं हो सकता: 2 से 20 अक्षर a-z और अंक।',
  '“{version}” is no version. Write it as 1.2.3.': '“{version}” कोई संस्करण नहीं है। 1.2.3 की तरह लिखें।',
}
