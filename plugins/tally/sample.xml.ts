const envelope = (messages: string): string =>
  `<ENVELOPE><HEADER><TALLYREQUEST>Import Data</TALLYREQUEST></HEADER><BODY><IMPORTDATA><REQUESTDATA>${messages}</REQUESTDATA></IMPORTDATA></BODY></ENVELOPE>`

const message = (content: string): string => `<TALLYMESSAGE xmlns:UDF="TallyUDF">${content}</TALLYMESSAGE>`

const group = (name: string, parent: string): string =>
  message(`<GROUP NAME="${name}" RESERVEDNAME=""><PARENT>${parent}</PARENT><ISSUBLEDGER>No</ISSUBLEDGER></GROUP>`)

const ledger = (name: string, parent: string, opening: string, closing: string, more = ''): string =>
  message(
    `<LEDGER NAME="${name}" RESERVEDNAME=""><PARENT>${parent}</PARENT><GSTAPPLICABLE>&#4; Not Applicable</GSTAPPLICABLE><OPENINGBALANCE>${opening}</OPENINGBALANCE><CLOSINGBALANCE>${closing}</CLOSINGBALANCE>${more}</LEDGER>`,
  )

const bill = (kind: string, name: string, amount: string, more = ''): string =>
  `<BILLALLOCATIONS.LIST><NAME>${name}</NAME><BILLTYPE>${kind}</BILLTYPE><AMOUNT>${amount}</AMOUNT>${more}</BILLALLOCATIONS.LIST>`

const line = (of: string, amount: string, more = ''): string =>
  `<ALLLEDGERENTRIES.LIST><LEDGERNAME>${of}</LEDGERNAME><ISDEEMEDPOSITIVE>${amount.startsWith('-') ? 'Yes' : 'No'}</ISDEEMEDPOSITIVE><AMOUNT>${amount}</AMOUNT>${more}</ALLLEDGERENTRIES.LIST>`

const voucher = (id: string, type: string, number: string, day: string, content: string): string =>
  message(
    `<VOUCHER REMOTEID="${id}" VCHTYPE="${type}" ACTION="Create"><DATE>${day}</DATE><GUID>${id}</GUID><NARRATION>&#4;${type} of April</NARRATION><VOUCHERTYPENAME>${type}</VOUCHERTYPENAME><VOUCHERNUMBER>${number}</VOUCHERNUMBER>${content}</VOUCHER>`,
  )

/** Masters as Tally exports them: groups, kinds of vouchers, ledgers with what they begin with. */
export const master = envelope(
  group('North', 'Sundry Debtors') +
    group('Running costs', 'Indirect Expenses') +
    message('<VOUCHERTYPE NAME="GST Sales" RESERVEDNAME=""><PARENT>Sales</PARENT></VOUCHERTYPE>') +
    ledger('Cash', 'Cash-in-hand', '-5000.00', '-5000.00') +
    ledger('HDFC Bank', 'Bank Accounts', '-100000.00', '-105000.00') +
    ledger(
      'Asha Traders',
      'North',
      '-11800.00',
      '-15400.00',
      '<PARTYGSTIN>27AAPFU0939F1ZV</PARTYGSTIN><BILLALLOCATIONS.LIST><BILLDATE>20260310</BILLDATE><NAME>INV-91</NAME><BILLCREDITPERIOD>30 Days</BILLCREDITPERIOD><OPENINGBALANCE>-11800.00</OPENINGBALANCE></BILLALLOCATIONS.LIST>',
    ) +
    ledger('Bharat Steel', 'Sundry Creditors', '20000.00', '20000.00') +
    ledger('Office rent &amp; rates', 'Running costs', '0.00', '-15000.00') +
    ledger('Sales @ 18%', 'Sales Accounts', '', '20000.00') +
    ledger('CGST', 'Duties &amp; Taxes', '', '1800.00') +
    ledger('SGST', 'Duties &amp; Taxes', '', '1800.00') +
    ledger('Capital', 'Capital Account', '96800.00', '96800.00'),
)

/** Vouchers as the day book exports them: an invoice with items, a receipt against bills and on account, a payment, and what is in no books. */
export const vouchers = envelope(
  voucher(
    'guid-1',
    'GST Sales',
    '1',
    '20260405',
    `<LEDGERENTRIES.LIST><LEDGERNAME>Asha Traders</LEDGERNAME><AMOUNT>-23600.00</AMOUNT>${bill('New Ref', '1', '-23600.00', '<BILLCREDITPERIOD>45 Days</BILLCREDITPERIOD>')}</LEDGERENTRIES.LIST>` +
      '<LEDGERENTRIES.LIST><LEDGERNAME>CGST</LEDGERNAME><AMOUNT>1800.00</AMOUNT></LEDGERENTRIES.LIST><LEDGERENTRIES.LIST><LEDGERNAME>SGST</LEDGERNAME><AMOUNT>1800.00</AMOUNT></LEDGERENTRIES.LIST>' +
      '<ALLINVENTORYENTRIES.LIST><STOCKITEMNAME>Loom</STOCKITEMNAME><AMOUNT>12000.00</AMOUNT><ACCOUNTINGALLOCATIONS.LIST><LEDGERNAME>Sales @ 18%</LEDGERNAME><AMOUNT>12000.00</AMOUNT></ACCOUNTINGALLOCATIONS.LIST></ALLINVENTORYENTRIES.LIST>' +
      '<ALLINVENTORYENTRIES.LIST><STOCKITEMNAME>Yarn</STOCKITEMNAME><AMOUNT>8000.00</AMOUNT><ACCOUNTINGALLOCATIONS.LIST><LEDGERNAME>Sales @ 18%</LEDGERNAME><AMOUNT>8000.00</AMOUNT></ACCOUNTINGALLOCATIONS.LIST></ALLINVENTORYENTRIES.LIST>',
  ) +
    voucher(
      'guid-2',
      'Receipt',
      '1',
      '20260420',
      line('HDFC Bank', '-20000.00') +
        line('Asha Traders', '20000.00', bill('Agst Ref', 'INV-91', '11800.00') + bill('Agst Ref', '1', '5000.00') + bill('On Account', '', '3200.00')),
    ) +
    voucher('guid-3', 'Payment', '1', '20260430', line('Office rent &amp; rates', '-15000.00') + line('HDFC Bank', '15000.00')) +
    voucher('guid-4', 'Payment', '2', '20260430', `${line('Cash', '1.00')}${line('HDFC Bank', '-1.00')}<ISCANCELLED>Yes</ISCANCELLED>`) +
    voucher('guid-5', 'Journal', '1', '20260430', `${line('Cash', '1.00')}${line('HDFC Bank', '-1.00')}<ISOPTIONAL>Yes</ISOPTIONAL>`) +
    voucher(
      'guid-6',
      'Stock Journal',
      '1',
      '20260430',
      '<INVENTORYENTRIESIN.LIST><STOCKITEMNAME>Yarn</STOCKITEMNAME><AMOUNT>-50.00</AMOUNT></INVENTORYENTRIESIN.LIST>',
    ),
)
