/** What is said of receipt vouchers, and of what invoices take of them, in Hindi. */
export const advancesHindi = {
  'Receipt voucher': 'प्राप्ति वाउचर',
  'Refund voucher': 'वापसी वाउचर',
  'Receipt voucher number': 'प्राप्ति वाउचर संख्या',
  'Refund voucher number': 'वापसी वाउचर संख्या',
  'Taken from advances': 'अग्रिम में से लिया',
  'What of it receipt vouchers settled, the tax on them with it.': 'इसमें से जितना प्राप्ति वाउचरों ने चुकाया, उनके कर सहित।',
  'Advance taken': 'लिया गया अग्रिम',
  'Advances taken': 'लिए गए अग्रिम',
  'Taken by invoices': 'चालानों ने लिया',
  Advances: 'अग्रिम',
  'Taken on': 'लेने का दिन',
  'What invoices took of receipt vouchers, with the tax that had been paid on it.': 'चालानों ने प्राप्ति वाउचरों में से क्या लिया, उस पर चुकाए गए कर सहित।',
  'The tax in it with it.': 'इसमें शामिल कर सहित।',
  'Without tax': 'कर के बिना',
  'Tax in it': 'इसमें कर',
  'The oldest that has something left unless told.': 'न बताने पर सबसे पुराना जिसमें कुछ बचा हो।',
  'As much as is open and left unless told.': 'न बताने पर जितना बकाया और बचा हो।',
  'Take an advance': 'अग्रिम लें',
  'Keep it as a draft': 'प्रारूप रखें',
  'For somebody else to look at and post.': 'ताकि कोई और देखकर दर्ज करे।',
  'Put the advance back': 'अग्रिम वापस रखें',
  'What it took of receipt vouchers is left on them again, and the tax on that is owed again.':
    'प्राप्ति वाउचरों में से जो लिया वह उन पर फिर बचा रहता है, और उसका कर फिर देना होता है।',
  'Put back on': 'कब वापस रखा',
  'From that day on the voucher has it again.': 'उस दिन से यह फिर वाउचर पर है।',
  'put {amount} back to {numbers}': '{amount} वापस {numbers} पर रखा',
  'What {number} took of an advance would be given back with it. Put the advance back first, then post the note.':
    '{number} ने अग्रिम में से जो लिया वह भी इसके साथ लौट जाएगा। पहले अग्रिम वापस रखें, फिर नोट दर्ज करें।',
  'Settles it by what was received before, and takes back the tax that was paid on that.': 'पहले मिली राशि से इसे चुकाता है, और उस पर चुकाया गया कर वापस लेता है।',
  'Give back': 'लौटाएँ',
  'Posts a refund voucher over what is left of it.': 'इसके बचे हिस्से का वापसी वाउचर दर्ज करता है।',
  'No receipt voucher of this customer has anything left. Enter what was received as one, or as a payment.':
    'इस ग्राहक के किसी प्राप्ति वाउचर में कुछ नहीं बचा। जो मिला उसे वाउचर या भुगतान के रूप में दर्ज करें।',
  'Of {number} {open} are open. Take as much or less.': '{number} में {open} बकाया हैं। उतना या कम लें।',
  'Of what was received only {left} are left. Take as much or less.': 'जो मिला उसमें से केवल {left} बचे हैं। उतना या कम लें।',
  'took {amount} of {numbers}': 'ने {numbers} में से {amount} लिया',
  'Nothing is left of {number}: it was taken off invoices, or given back.': '{number} में कुछ नहीं बचा: वह चालानों में लिया जा चुका, या लौटाया जा चुका है।',
  'Say which receipt voucher is given back.': 'बताएँ कि कौन सा प्राप्ति वाउचर लौटाया जाता है।',
  'A voucher has one line: what was received for, at one tax. Write another voucher for the rest.':
    'वाउचर में एक पंक्ति होती है: किसके लिए मिला, एक कर पर। बाक़ी के लिए दूसरा वाउचर लिखें।',
  'A voucher is in the money of the books. Enter what came in another currency under Payments.':
    'वाउचर बहियों की मुद्रा में होता है। दूसरी मुद्रा में मिली राशि “भुगतान” में दर्ज करें।',
  'Received before, its tax with it: {{ record.advanced }}. Still to be paid: {{ record.open }}':
    'पहले मिला, उसके कर सहित: {{ record.advanced }}। अभी देना है: {{ record.open }}',
}
