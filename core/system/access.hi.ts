/** What is said about sharing and about why someone may or may not, in Hindi. */
export const accessWords: { readonly [english: string]: string } = {
  'A {entity} is seen by whoever sees the record it belongs to. Share that one.': '{entity} उसे दिखता है जिसे उससे जुड़ा रिकॉर्ड दिखता है। वही रिकॉर्ड साझा करें।',
  'Lines are seen with the record they stand in. Ask about that.': 'पंक्तियाँ अपने रिकॉर्ड के साथ दिखती हैं। उस रिकॉर्ड के बारे में पूछें।',
  '{name} sees everything, as you do.': '{name} को आपकी तरह सब कुछ दिखता है।',
  'No role lets them change {entities} at all. Share it to be seen, or ask an admin to give them such a role.':
    'उनकी कोई भूमिका {entities} बदलने नहीं देती। केवल देखने के लिए साझा करें, या प्रशासक से ऐसी भूमिका दिलवाएँ।',
  'No role lets them see {entities} at all, so sharing would open nothing. An admin can give them such a role.':
    'उनकी कोई भूमिका {entities} देखने नहीं देती, इसलिए साझा करने से कुछ नहीं खुलेगा। प्रशासक उन्हें ऐसी भूमिका दे सकते हैं।',
  'Only an administrator may ask about others.': 'दूसरों के बारे में केवल प्रशासक पूछ सकते हैं।',
  'Only an administrator may look as another.': 'किसी और की नज़र से सिर्फ़ प्रशासक देख सकता है।',
  'Say with whom: { "user": id }, { "team": id } or { "role": id }, and "may": read or change.':
    'बताएँ किसके साथ: { "user": id }, { "team": id } या { "role": id }, और "may": read या change।',
  'There is no such record, or {name} may not see it.': 'ऐसा कोई रिकॉर्ड नहीं है, या {name} उसे नहीं देख सकते।',
  'There is nobody to look as: this person can’t sign in.': 'किसी की नज़र से नहीं देखा जा सकता: यह व्यक्ति साइन इन नहीं कर सकता।',
  'There is nothing called "{verb}" to do here.': 'यहाँ "{verb}" नाम का कोई काम नहीं है।',
  'Whom you chose is not there, or you may not see them. Choose another.': 'जिन्हें आपने चुना वे नहीं हैं, या आप उन्हें नहीं देख सकते। किसी और को चुनें।',
  'You may not change this {entity}, so you can’t let others.': 'आप यह {entity} नहीं बदल सकते, इसलिए दूसरों को भी अनुमति नहीं दे सकते।',
  'You may not share this {entity}. Ask an admin for the right to.': 'आप यह {entity} साझा नहीं कर सकते। प्रशासक से अधिकार माँगें।',
  '{name} can’t sign in, so there is nothing they may do.': '{name} साइन इन नहीं कर सकते, इसलिए वे कुछ नहीं कर सकते।',
  '{name} may not: none of their roles allows it with {entities}.': '{name} नहीं कर सकते: उनकी कोई भूमिका {entities} के लिए यह अनुमति नहीं देती।',
  '{name} may not: their roles allow it with other {entities} only.': '{name} नहीं कर सकते: उनकी भूमिकाएँ केवल दूसरे {entities} के लिए यह अनुमति देती हैं।',
  '{name} may not: they don’t see this record.': '{name} नहीं कर सकते: उन्हें यह रिकॉर्ड नहीं दिखता।',
  '{name} may not: they don’t see what this record belongs to.': '{name} नहीं कर सकते: यह रिकॉर्ड जिससे जुड़ा है वह उन्हें नहीं दिखता।',
  '{name} may: the role {role} allows it.': '{name} कर सकते हैं: भूमिका {role} इसकी अनुमति देती है।',
  '{name} may: the role {role} may do everything.': '{name} कर सकते हैं: भूमिका {role} सब कुछ कर सकती है।',
  '{name} may: this record was shared with them.': '{name} कर सकते हैं: यह रिकॉर्ड उनके साथ साझा किया गया है।',
  'You only look at what {name} sees. Stop looking as them to change something.': 'आप सिर्फ़ वह देख रहे हैं जो {name} को दिखता है। कुछ बदलने के लिए यह देखना बंद करें।',
}
