/** Links to documents, in Hindi. */
export const linksHindi = {
  'With a link to it': 'इसके लिंक के साथ',
  'By which it is seen without signing in, and what is still to be paid.': 'जिससे यह बिना साइन इन दिखता है, और यह भी कि कितना चुकाना बाकी है।',
  'See it, and what is still to be paid, until {day}:\n{address}': 'इसे, और जो चुकाना बाकी है, {day} तक यहाँ देखें:\n{address}',
  'Only what is posted and goes to a customer is shared by a link. Post it first.':
    'लिंक से वही साझा होता है जो दर्ज हो चुका हो और ग्राहक को जाता हो। पहले इसे दर्ज करें।',
  'Still to be paid': 'चुकाना बाकी',
  'This document was cancelled. Nothing is to be paid for it.': 'यह दस्तावेज़ रद्द किया जा चुका है। इसके लिए कुछ नहीं चुकाना है।',
  'A note was given on it since. What it says of amounts is changed by that note.': 'इसके बाद इस पर एक नोट दिया गया है। इसकी रकमें उस नोट से बदल गई हैं।',
  'It is paid in full. Thank you.': 'इसका पूरा भुगतान हो चुका है। धन्यवाद।',
}
