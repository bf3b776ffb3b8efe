// Who may do what, read from the one table of the source: act -> roles.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './stack.mjs';
import { roles } from './way.mjs';

const source = readFileSync(join(root, 'gateway/domain/permissions.cpp'), 'utf8');
const row = /\{Act::\w+,\s*"([a-z_.]+)",\s*(?:to\(([a-z_, ]+)\)|kEverybody),\s*(true|false)\}/g;

export const permissions = new Map(
  [...source.matchAll(row)].map(([, act, some, stepUp]) => [act, { roles: some ? some.split(/,\s*/) : roles, stepUp: stepUp === 'true' }]),
);
export const acts = [...source.matchAll(/\{Act::\w+,/g)].length;
export const may = (role, act) => permissions.get(act).roles.includes(role);
export const oneOf = (act) => roles.find((role) => may(role, act));
export const noneOf = (act) => roles.find((role) => !may(role, act));
