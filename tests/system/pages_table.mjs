// The page routes that have an act: method, path, act. And all routes as the tables in the source say them.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './stack.mjs';

const rows = `
POST /sign-out session.keep
GET  /step-up session.keep
POST /step-up session.keep
GET  /programme letter.follow
GET  /programme/letters/new letter.submit
POST /programme/letters letter.submit
POST /programme/checks letter.check
POST /programme/letters/{letter}/checks letter.check
GET  /programme/letters/{letter} letter.follow
POST /programme/letters/{letter}/versions letter.submit
POST /programme/letters/{letter}/withdraw letter.withdraw
GET  /letters offer.list
GET  /letters/{hold} offer.list
POST /letters/{hold}/choice choice.make
GET  /letters/{hold}/words letter.open
POST /letters/{hold}/open letter.open
GET  /contact approval.own
POST /contact/{approval}/agree approval.agree
POST /contact/{approval}/close approval.own
GET  /stop contact.stop
POST /stop contact.stop
GET  /report harassment.report
POST /report harassment.report
GET  /choices offer.list
POST /choices/sessions/{session} session.keep
GET  /office/review review.list
GET  /office/review/{version} review.list
POST /office/review/{version}/open review.open
POST /office/review/{version}/decision review.decide
POST /office/review/{version}/marks review.decide
GET  /office/addressing bank.list
GET  /office/addressing/{letter} addressing.decide
POST /office/addressing/{letter} addressing.decide
GET  /office/addressing/{letter}/undo addressing.decide
POST /office/addressing/{letter}/undo addressing.decide
GET  /office/bank bank.list
GET  /office/registrations registration.keep
GET  /office/registrations/{person} registration.keep
POST /office/registrations/{person}/open registration.keep
POST /office/registrations/{person}/confirmation registration.keep
GET  /office/registrations/{person}/stop order.enter
POST /office/registrations/{person}/stop order.enter
GET  /office/tasks bank.list
POST /office/tasks/{task}/done bank.list
GET  /office/orders order.list
GET  /office/orders/new order.enter
POST /office/orders/new order.enter
POST /office/orders order.enter
GET  /office/orders/{order} order.open
POST /office/orders/{order}/loosening order.loosen
POST /office/orders/{order}/loosening/confirmation order.answer
POST /office/orders/{order}/loosening/refusal order.answer
GET  /office/contact approval.decide
POST /office/contact/{approval}/agree approval.begin
POST /office/contact/{approval}/close approval.decide
GET  /office/registrations/{person}/contact approval.decide
POST /office/registrations/{person}/contact approval.decide
GET  /contact-requests approval.answer
POST /contact-requests/{approval}/answer approval.answer
GET  /tickets ticket.answer
GET  /tickets/{ticket} ticket.answer
POST /tickets/{ticket}/acknowledge ticket.answer
POST /tickets/{ticket}/answer ticket.answer
GET  /investigations flagged.list
GET  /investigations/{ticket} flagged.follow
POST /investigations/{ticket}/open flagged.open
POST /investigations/{ticket}/decision flagged.decide
POST /investigations/{ticket}/marks flagged.decide
POST /investigations/{ticket}/lift quarantine.lift
GET  /second second.list
POST /investigations/{ticket}/close ticket.close
GET  /log log.read
POST /log/{entry}/open entry.open
GET  /settings settings.read
GET  /settings/rules settings.read
POST /settings/rules/reload rules.reload
GET  /settings/rules/{set} rules.follow
POST /settings/rules/{set}/confirmation rules.answer
POST /settings/rules/{set}/refusal rules.answer
GET  /readings reading.list
GET  /readings/{reading} reading.list
POST /readings/{reading}/open reading.open
POST /readings/{reading}/done reading.list
GET  /office/readings reading.assign
POST /office/readings/{hold} reading.assign
`;

export const pageRoutes = rows.trim().split('\n').map((row) => {
  const [method, path, act] = row.split(/\s+/);
  return { method, path, act, name: `${method} ${path}`, ids: /\{/.test(path) };
});

const folder = join(root, 'gateway/routes');
const source = readdirSync(folder).filter((name) => name.endsWith('.cpp')).map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
const route = /\{\s*(?:\.method = Method::(\w+),\s*)?\.path = "([^"]+)",\s*(?:\.act = Act::(\w+))?/g;

// [{ method, path, act }], the act as the table of permissions names it.
export const served = [...source.matchAll(route)].map(([, method = 'get', path, act]) => ({
  method: method.replace('_', '').toUpperCase(), path, act: act?.replace('_', '.'),
}));
