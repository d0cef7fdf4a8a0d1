/** What the server says about automations and approvals, in Hindi. */
export const automationWords: { readonly [english: string]: string } = {
  'sent an e-mail, by the automation “{automation}”': 'ने ऑटोमेशन “{automation}” से ई-मेल भेजा',
  'Approvals are asked for and given on the record, not as records.': 'मंज़ूरी रिकॉर्ड पर माँगी और दी जाती है, रिकॉर्ड की तरह नहीं।',
  'An approval is asked for already. Withdraw it to ask for another.': 'मंज़ूरी पहले से माँगी हुई है। दूसरी माँगने के लिए इसे वापस लें।',
  'Nobody approves what they asked for themselves. Choose someone else.': 'अपनी माँगी मंज़ूरी कोई स्वयं नहीं देता। किसी और को चुनें।',
  'Say why you refuse.': 'बताएँ कि आप क्यों मना कर रहे हैं।',
  'There is nobody who could approve this besides whoever asks. Ask an admin to name someone.':
    'माँगने वाले के अलावा इसे मंज़ूर करने वाला कोई नहीं है। प्रशासक से किसी को तय करने को कहें।',
  'This goes from {from} to {to} only when it is approved. Ask for the approval on the record.': 'यह {from} से {to} तभी होता है जब मंज़ूरी मिले। रिकॉर्ड पर मंज़ूरी माँगें।',
  'This is decided already. Reload the page.': 'इस पर निर्णय हो चुका है। पन्ना फिर से खोलें।',
  'This needs no approval. Do it at once.': 'इसके लिए मंज़ूरी नहीं चाहिए। सीधे करें।',
  'This waits for an approval and stays as it is until then. Withdraw the request to change it.':
    'यह मंज़ूरी की प्रतीक्षा में है और तब तक ऐसा ही रहेगा। बदलने के लिए माँग वापस लें।',
  'Your approval is asked for: {record}': 'आपकी मंज़ूरी माँगी गई है: {record}',
  'Your approval is still waited for: {record}': 'आपकी मंज़ूरी की अब भी प्रतीक्षा है: {record}',
  'Your request is approved: {record}': 'आपकी माँग मंज़ूर हुई: {record}',
  'Your request is refused: {record}': 'आपकी माँग नामंज़ूर हुई: {record}',
  'A condition looks at a record. Choose the kind of record first.': 'शर्त किसी रिकॉर्ड को देखती है। पहले रिकॉर्ड का प्रकार चुनें।',
  'Automations are made and changed under Automations, not as records.': 'ऑटोमेशन “ऑटोमेशन” पन्ने पर बनाए और बदले जाते हैं, रिकॉर्ड की तरह नहीं।',
  'Automations set each other off {most} times in a row. Look whether they go in a circle.':
    'ऑटोमेशन ने लगातार {most} बार एक-दूसरे को चलाया। देखें कि वे चक्कर में तो नहीं घूम रहे।',
  'Choose a field that holds a day.': 'ऐसा फ़ील्ड चुनें जिसमें तारीख हो।',
  'Choose a field that points at another record.': 'ऐसा फ़ील्ड चुनें जो किसी दूसरे रिकॉर्ड की ओर इशारा करे।',
  'Choose a kind of record that there is.': 'रिकॉर्ड का ऐसा प्रकार चुनें जो मौजूद हो।',
  'Choose a role that there is and that you may act as yourself.': 'ऐसी भूमिका चुनें जो मौजूद हो और जिसमें आप स्वयं काम कर सकें।',
  'Choose a role that there is.': 'ऐसी भूमिका चुनें जो मौजूद हो।',
  'Choose a state that the field has.': 'ऐसी स्थिति चुनें जो इस फ़ील्ड में हो।',
  'Choose an action that the record has.': 'ऐसी क्रिया चुनें जो इस रिकॉर्ड की हो।',
  'Choose records that point at this one, and the field they do it with.': 'वे रिकॉर्ड चुनें जो इसकी ओर इशारा करते हैं, और वह फ़ील्ड जिससे करते हैं।',
  'Choose the kind of record it is about.': 'चुनें कि यह किस प्रकार के रिकॉर्ड के बारे में है।',
  'Choose what is to be filled in.': 'चुनें कि क्या भरना है।',
  'Fill in a text of at most {most} characters.': 'अधिक से अधिक {most} अक्षरों का पाठ भरें।',
  'More than {most} people have these roles. Choose fewer.': '{most} से ज़्यादा लोगों के पास ये भूमिकाएँ हैं। कम चुनें।',
  'More than {most} records belong to this one. Narrow the step with a condition.': 'इससे {most} से ज़्यादा रिकॉर्ड जुड़े हैं। चरण को शर्त लगाकर छोटा करें।',
  'No record was found for this call. Look at the value it is found by.': 'इस कॉल के लिए कोई रिकॉर्ड नहीं मिला। जिस मान से ढूँढा जाता है उसे देखें।',
  'Only a run that failed can be tried again.': 'केवल वही बार दोबारा चलाई जा सकती है जो असफल रही।',
  'Say by which field the record of a call is found, and by what of the call.': 'बताएँ कि कॉल का रिकॉर्ड किस फ़ील्ड से और कॉल की किस चीज़ से ढूँढा जाए।',
  'Say what is to be done: add a step.': 'बताएँ कि क्या करना है: एक चरण जोड़ें।',
  'Say on what it depends: add a condition.': 'बताएँ कि यह किस पर निर्भर है: शर्त जोड़ें।',
  'Say who is to be told.': 'बताएँ कि किसे बताना है।',
  'That is too much for one automation. Make a second one.': 'एक ऑटोमेशन के लिए यह बहुत ज़्यादा है। दूसरा बनाएँ।',
  'The automation “{name}” stopped. {why}': 'ऑटोमेशन “{name}” रुक गया। {why}',
  'The condition can’t be asked: {problem}.': 'यह शर्त पूछी नहीं जा सकती: {problem}।',
  'The record is not there any more, or the automation’s role may not see it.': 'रिकॉर्ड अब नहीं है, या ऑटोमेशन की भूमिका उसे नहीं देख सकती।',
  'The role it acts as is not there any more, or is not its author’s to give. Choose another role.':
    'जिस भूमिका में यह काम करता है वह अब नहीं है, या इसे बनाने वाला वह नहीं दे सकता। दूसरी भूमिका चुनें।',
  'The signature of this call does not hold. Sign it with the secret of the automation, within five minutes.':
    'इस कॉल का हस्ताक्षर सही नहीं है। ऑटोमेशन की गुप्त कुंजी से, पाँच मिनट के भीतर हस्ताक्षर करें।',
  'The person behind this event may not sign in any more.': 'इस घटना के पीछे का व्यक्ति अब साइन इन नहीं कर सकता।',
  'The role that the key or automation behind this event was narrowed to is not its person’s any more.':
    'इस घटना के पीछे की कुंजी या ऑटोमेशन जिस भूमिका तक सीमित थी, वह अब उसके व्यक्ति की नहीं है।',
  'The text became longer than {most} characters. Shorten the template.': 'पाठ {most} अक्षरों से लंबा हो गया। टेम्पलेट छोटा करें।',
  'The text holds {{ }} with something unknown in it: {name}. Write it like {{ record.name }}.':
    'पाठ में {{ }} के भीतर कुछ अज्ञात है: {name}। इसे {{ record.name }} की तरह लिखें।',
  'The text names {name}, which the record has not.': 'पाठ में {name} है, जो रिकॉर्ड में नहीं है।',
  'There is no field “{name}” here. Choose another.': 'यहाँ “{name}” नाम का फ़ील्ड नहीं है। दूसरा चुनें।',
  'This has not the form it needs. Fill it in again.': 'इसका रूप सही नहीं है। इसे फिर से भरें।',
  'This may set itself off again and again: {names}. A condition should end it; after 8 times in a row it is stopped.':
    'यह अपने आप को बार-बार चला सकता है: {names}। कोई शर्त इसे रोके; लगातार 8 बार के बाद यह रोक दिया जाता है।',
  'This schedule never comes. Write five parts, such as “0 8 * * 1” for Mondays at eight, and a time zone such as Asia/Kolkata.':
    'यह समय कभी नहीं आता। पाँच भाग लिखें, जैसे सोमवार आठ बजे के लिए “0 8 * * 1”, और Asia/Kolkata जैसा समय क्षेत्र।',
  'This step needs a record. Choose the kind of record first.': 'इस चरण को रिकॉर्ड चाहिए। पहले रिकॉर्ड का प्रकार चुनें।',
  'Whoever saved this automation is no administrator any more. Save it again to let it act in your name.':
    'जिसने यह ऑटोमेशन सहेजा था वह अब प्रशासक नहीं है। इसे फिर से सहेजें ताकि यह आपके नाम से काम करे।',
  'Whoever saved this automation may not sign in any more. Save it again to let it act in your name.':
    'जिसने यह ऑटोमेशन सहेजा था वह अब साइन इन नहीं कर सकता। इसे फिर से सहेजें ताकि यह आपके नाम से काम करे।',
  '{host} refused the call with the status {status}. Correct the address or what is sent.':
    '{host} ने कॉल को स्थिति {status} के साथ मना किया। पता या भेजी जाने वाली चीज़ ठीक करें।',
}
