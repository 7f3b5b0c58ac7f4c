// A Vendure on loopback: node index.js PORT FILE. Its data lie in one SQLite file.
'use strict';

// it must not tell anybody that it was started
process.env.VENDURE_DISABLE_TELEMETRY = 'true';

const {
  bootstrap, dummyPaymentHandler, LanguageCode, manualFulfillmentHandler, PaymentMethodHandler,
} = require('@vendure/core');

const [port, file] = process.argv.slice(2);
const en = value => [{ languageCode: LanguageCode.en, value }];

// the money comes at the door: until then the payment is only authorised
const cash = new PaymentMethodHandler({
  code: 'cash-handler',
  description: en('Cash on delivery'),
  args: {},
  createPayment: (_, order, amount) => ({ amount, state: 'Authorized', transactionId: order.code, metadata: {} }),
  settlePayment: () => ({ success: true }),
});

bootstrap({
  apiOptions: { hostname: '127.0.0.1', port: Number(port), adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
  authOptions: {
    tokenMethod: ['bearer', 'api-key'],
    superadminCredentials: { identifier: 'superadmin', password: 'superadmin' },
    requireVerification: false,
  },
  dbConnectionOptions: { type: 'better-sqlite3', database: file, synchronize: true, logging: false },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler, cash] },
  shippingOptions: { fulfillmentHandlers: [manualFulfillmentHandler] },
  customFields: {
    Order: [
      { name: 'deliveryDate', type: 'datetime', nullable: true },
      { name: 'deliveryWindow', type: 'string', nullable: true },
      { name: 'instructions', type: 'text', nullable: true },
      { name: 'doorCode', type: 'string', nullable: true },
    ],
  },
  schedulerOptions: { tasks: [] },
  plugins: [],
}).then(app => {
  console.log('READY');
  process.on('SIGTERM', () => app.close().then(() => process.exit(0), () => process.exit(1)));
}).catch(error => {
  console.error(error);
  process.exit(1);
});
