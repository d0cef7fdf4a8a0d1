/** What the server says about numbers for people, in Hindi. */
export const seriesWords: { readonly [english: string]: string } = {
  'The pattern of a number is a text of at most 40 characters.': 'क्रमांक का साँचा अधिक से अधिक 40 अक्षरों का टेक्स्ट है।',
  'In the pattern “{pattern}” a brace stands alone. Write each part in a pair of them, as in {yyyy}.':
    'साँचे “{pattern}” में एक कोष्ठक अकेला है। हर हिस्सा जोड़े में लिखें, जैसे {yyyy}।',
  '{part} means nothing in a pattern. Use {yyyy}, {yy}, {mm}, {fy}, {fy2} or {company}, and zeros such as {0000} for the counter.':
    'साँचे में {part} का कोई अर्थ नहीं है। {yyyy}, {yy}, {mm}, {fy}, {fy2} या {company} लिखें, और गिनती के लिए {0000} जैसे शून्य।',
  'The pattern “{pattern}” needs one counter of one to ten zeros, such as {0000}: without it, all numbers would be the same.':
    'साँचे “{pattern}” में एक से दस शून्यों की एक गिनती चाहिए, जैसे {0000}: इसके बिना सब क्रमांक एक जैसे होंगे।',
  'Numbers such as {number} have {length} characters, and at most {most} may stand here. Shorten the pattern.':
    '{number} जैसे क्रमांक {length} अक्षरों के हैं, यहाँ अधिक से अधिक {most} हो सकते हैं। साँचा छोटा करें।',
  '{name} has no short code: nothing can be numbered for it before it has one. Give it one under Companies.':
    '{name} का छोटा कोड नहीं है: उसके बिना इसके रिकॉर्ड को क्रमांक नहीं मिल सकते। कोड कंपनियाँ में दें।',
  'Put a sign between the short code and the counter: the code A with 1000 and the code A1 with 000 make the same number.':
    'छोटे कोड और गिनती के बीच कोई चिह्न रखें: कोड A के साथ 1000 और कोड A1 के साथ 000 से एक ही क्रमांक बनता है।',
  'All companies draw from one count. With {company} in the pattern each has its own.': 'सब कंपनियों की गिनती एक ही है। साँचे में {company} हो तो हर एक की अपनी होगी।',
  'The month comes back every year, and its count goes on where it was a year before. Put {yyyy}, {yy} or {fy2} beside it.':
    'महीना हर साल लौटता है और उसकी गिनती पिछले साल से आगे चलती है। उसके साथ {yyyy}, {yy} या {fy2} रखें।',
  'Without a year the count never begins anew.': 'वर्ष के बिना गिनती कभी नए सिरे से शुरू नहीं होती।',
  'The count begins anew in January, and the fiscal year of {name} does not. With {fy2} it goes by the fiscal year.':
    'गिनती जनवरी में नए सिरे से शुरू होती है, {name} का वित्त वर्ष नहीं। {fy2} से वह वित्त वर्ष के साथ चलेगी।',
  '{number} can’t be the number of a GST invoice: that has at most 16 letters, digits, - and /, and begins with none of 0, - and /.':
    '{number} GST इनवॉइस का क्रमांक नहीं हो सकता: उसमें अधिक से अधिक 16 अक्षर, अंक, - और / होते हैं, और वह 0, - या / से शुरू नहीं होता।',
  'Numbers of this form are given already: it goes on behind them.': 'इस रूप के क्रमांक पहले से दिए हुए हैं: गिनती उनके आगे चलेगी।',
  'The next number is a whole number from 1 to {most}.': 'अगला क्रमांक 1 से {most} तक की पूर्ण संख्या है।',
  'Companies count apart here. Say which one is meant; it needs a short code where the pattern has one.':
    'यहाँ हर कंपनी की गिनती अलग है। बताएँ कौन-सी कंपनी; साँचे में छोटा कोड हो तो उसका कोड होना चाहिए।',
  '{number} was given already, and no number is given twice. The series can go on at {first}, or later.':
    '{number} पहले ही दिया जा चुका है, और कोई क्रमांक दो बार नहीं दिया जाता। शृंखला {first} या उसके बाद से आगे चल सकती है।',
  'The next number is set under Number series, not as a record.': 'अगला क्रमांक “क्रमांक शृंखलाएँ” में तय होता है, रिकॉर्ड के रूप में नहीं।',
  'Numbers {field} of {entity} from now on by the pattern {pattern}. Numbers that were given stay.':
    '{entity} का {field} अब से {pattern} साँचे से बनेगा। दिए जा चुके क्रमांक वैसे ही रहेंगे।',
  '{entity} has no running number {field}.': '{entity} में {field} नाम का कोई क्रमांक नहीं है।',
  'Send "pattern" as a text, such as INV/{fy2}/{0000}.': '"pattern" टेक्स्ट के रूप में भेजें, जैसे INV/{fy2}/{0000}।',
  'how it is numbered': 'क्रमांक का साँचा',
  'Next number': 'अगला क्रमांक',
  'Next numbers': 'अगले क्रमांक',
  'Where administrators set the next number of a series, and when.': 'प्रशासकों ने किसी शृंखला का अगला क्रमांक कहाँ और कब तय किया।',
  'The last number of this series, {number}, is dated {last}, and {day} comes before it. Choose {last} or a later date. Administrators can let earlier dates have a series of their own, under Number series.':
    'इस शृंखला का पिछला क्रमांक {number} {last} का है, और {day} उससे पहले है। {last} या बाद की तारीख चुनें। प्रशासक “क्रमांक शृंखलाएँ” में पहले की तारीखों को अलग शृंखला दे सकते हैं।',
  'Numbers of this series go by no date of their records, so none can come too early. There is nothing to set.':
    'इस शृंखला के क्रमांक रिकॉर्ड की किसी तारीख से नहीं चलते, इसलिए कोई पहले का नहीं हो सकता। तय करने को कुछ नहीं है।',
  'Numbers of {pattern} could be those of {own} too. Put a letter before the counter, such as {example}.':
    '{pattern} के क्रमांक {own} के भी हो सकते हैं। गिनती से पहले एक अक्षर रखें, जैसे {example}।',
  'The order of dates is set under Number series, not as a record.': 'तारीखों का क्रम “क्रमांक शृंखलाएँ” में तय होता है, रिकॉर्ड के रूप में नहीं।',
  'Send "dates" as free, refuse or apart.': '"dates" को free, refuse या apart भेजें।',
  'Order of dates': 'तारीखों का क्रम',
  'Orders of dates': 'तारीखों के क्रम',
  'Of which series an earlier date is refused, or numbered in a series of its own.': 'किस शृंखला में पहले की तारीख स्वीकार नहीं होती, या अलग शृंखला में क्रमांक पाती है।',
  'Earlier dates': 'पहले की तारीखें',
  'An earlier date is refused': 'पहले की तारीख स्वीकार नहीं',
  'An earlier date has a series of its own': 'पहले की तारीख की अपनी शृंखला',
  'Pattern of earlier dates': 'पहले की तारीखों का साँचा',
  Series: 'शृंखला',
  Scope: 'दायरा',
  'Last given': 'पिछला दिया हुआ',
  'Goes on at': 'आगे यहाँ से',
  'The record’s kind and field, such as sales.invoice.number.': 'रिकॉर्ड-प्रकार और फ़ील्ड, जैसे sales.invoice.number।',
  'What stands around the counter, such as INV/26-27/.': 'गिनती के आस-पास क्या है, जैसे INV/26-27/।',
  'The last number that a record had then; 0 where none had.': 'तब किसी रिकॉर्ड का अंतिम क्रमांक; कोई न हो तो 0।',
}
