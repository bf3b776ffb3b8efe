// What the tests ask of the OpenAPI document: its operations, its shape, samples that fit, and whether an answer fits.

export const methods = ['get', 'post', 'put', 'patch', 'delete'];

// Every operation: { method, path, act, stepUp, body (schema), needs (header names), pages (has a cursor), responses }.
export function operations(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.filter((method) => item[method]).map((method) => operation(path, method, item[method])),
  );
}

function operation(path, method, said) {
  const act = /^Act: ([a-z_.]+)( \(needs a step-up\))?$/.exec(said.description ?? '');
  const parameters = said.parameters ?? [];
  return {
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    act: act?.[1],
    stepUp: Boolean(act?.[2]),
    body: said.requestBody?.content['application/json'].schema,
    file: Boolean(said.requestBody?.content['text/csv']),  // taken as it is, and answered with a report
    names: parameters.filter((one) => one.in === 'path').map((one) => one.name),
    needs: parameters.filter((one) => one.in === 'header').map((one) => one.name),
    pages: parameters.some((one) => one.in === 'query' && one.name === 'after'),
    responses: said.responses,
  };
}

// The operation that a real path belongs to. More exact paths first: /log/head before /log/{entry}.
export function operationOf(all, method, target) {
  const path = target.split('?')[0];
  const fits = (one) => one.method === method && new RegExp(`^${one.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);
  return all.filter(fits).sort((a, b) => a.names.length - b.names.length)[0];
}

// ---- the document's shape (OpenAPI 3.1, the parts that are used) ----

export function faultsOfShape(document) {
  const faults = [];
  const want = (good, what) => { if (!good) faults.push(what); };
  want(/^3\.1\.\d+$/.test(document.openapi), 'openapi: 3.1.x');
  want(text(document.info?.title) && text(document.info?.version), 'info: title and version');
  want(object(document.paths) && Object.keys(document.paths).length > 0, 'paths');
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    want(path.startsWith('/'), `${path}: begins with a slash`);
    for (const key of Object.keys(item)) want(methods.includes(key), `${path}: ${key} is no method`);
    for (const method of methods.filter((one) => item[one])) checkOperation(document, path, method, item[method], want);
  }
  return faults;
}

const text = (value) => typeof value === 'string' && value.length > 0;
const object = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

function checkOperation(document, path, method, said, want) {
  const where = `${method.toUpperCase()} ${path}`;
  want(text(said.summary), `${where}: a summary`);
  checkParameters(path, said, where, want);
  if (said.requestBody) {
    want(method !== 'get', `${where}: a GET has no body`);
    checkContent(document, said.requestBody.content, `${where}: body`, want);
  }
  const statuses = Object.keys(said.responses ?? {});
  want(statuses.some((status) => status.startsWith('2')), `${where}: a good answer`);
  for (const status of statuses) {
    want(/^[1-5]\d\d$/.test(status), `${where}: ${status} is no status`);
    want(text(said.responses[status].description), `${where}: ${status} has a description`);
    if (said.responses[status].content) checkContent(document, said.responses[status].content, `${where}: ${status}`, want);
  }
  for (const requirement of said.security ?? []) {
    for (const name of Object.keys(requirement)) want(document.components?.securitySchemes?.[name], `${where}: security ${name} is described`);
  }
}

function checkParameters(path, said, where, want) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();
  const named = (said.parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name).sort();
  want(JSON.stringify(inPath) === JSON.stringify(named), `${where}: its path's names are its path parameters`);
  const seen = new Set();
  for (const one of said.parameters ?? []) {
    want(['path', 'query', 'header', 'cookie'].includes(one.in), `${where}: ${one.name} is in ${one.in}`);
    want(one.in !== 'path' || one.required === true, `${where}: ${one.name} is required`);
    want(object(one.schema), `${where}: ${one.name} has a schema`);
    want(!seen.has(`${one.in} ${one.name}`), `${where}: ${one.name} is there once`);
    seen.add(`${one.in} ${one.name}`);
  }
}

function checkContent(document, content, where, want) {
  want(object(content) && Object.keys(content).length > 0, `${where}: content`);
  for (const [type, one] of Object.entries(content ?? {})) {
    want(/^[a-z]+\/[a-z0-9.+-]+$/.test(type), `${where}: ${type} is a media type`);
    checkSchema(document, one.schema, where, want);
  }
}

const types = ['object', 'array', 'string', 'integer', 'number', 'boolean', 'null'];
const keywords = ['type', 'enum', 'required', 'properties', 'additionalProperties', 'items', 'pattern', 'minLength', 'maxLength', 'minimum',
  'maximum', 'minItems', 'maxItems', 'description', '$ref'];

function checkSchema(document, schema, where, want) {
  if (!object(schema)) return want(false, `${where}: a schema`);
  if (schema.$ref) return want(resolve(document, schema.$ref), `${where}: ${schema.$ref} is there`);
  for (const key of Object.keys(schema)) want(keywords.includes(key), `${where}: the keyword ${key} is checked by nobody`);
  for (const type of [schema.type].flat()) want(types.includes(type), `${where}: type ${type}`);
  for (const name of schema.required ?? []) want(schema.properties?.[name], `${where}: ${name} is required and not described`);
  for (const [name, one] of Object.entries(schema.properties ?? {})) checkSchema(document, one, `${where}.${name}`, want);
  if (schema.items) checkSchema(document, schema.items, `${where}[]`, want);
  if (object(schema.additionalProperties)) checkSchema(document, schema.additionalProperties, `${where}.*`, want);
}

function resolve(document, reference) {
  return reference.replace(/^#\//, '').split('/').reduce((at, key) => at?.[key], document);
}

// ---- whether a value fits a schema: the faults, as sentences ----

export function faultsOf(document, schema, value, at = '$') {
  if (schema.$ref) return faultsOf(document, resolve(document, schema.$ref), value, at);
  if (schema.type && ![schema.type].flat().some((type) => isOf(type, value))) return [`${at}: ${JSON.stringify(value)} is no ${schema.type}`];
  const faults = [];
  if (schema.enum && !schema.enum.includes(value)) faults.push(`${at}: ${JSON.stringify(value)} is not one of ${schema.enum}`);
  if (typeof value === 'string') faults.push(...faultsOfText(schema, value, at));
  if (typeof value === 'number' && (value < schema.minimum || value > schema.maximum)) faults.push(`${at}: ${value} is out of range`);
  if (Array.isArray(value)) faults.push(...faultsOfArray(document, schema, value, at));
  if (object(value)) faults.push(...faultsOfObject(document, schema, value, at));
  return faults;
}

function isOf(type, value) {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return object(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function faultsOfText(schema, value, at) {
  const faults = [];
  if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) faults.push(`${at}: ${JSON.stringify(value)} does not match ${schema.pattern}`);
  const length = [...value].length;
  if (length < schema.minLength || length > schema.maxLength) faults.push(`${at}: ${length} characters`);
  return faults;
}

function faultsOfArray(document, schema, value, at) {
  const faults = value.length < schema.minItems || value.length > schema.maxItems ? [`${at}: ${value.length} items`] : [];
  return schema.items ? [...faults, ...value.flatMap((one, i) => faultsOf(document, schema.items, one, `${at}[${i}]`))] : faults;
}

function faultsOfObject(document, schema, value, at) {
  const faults = (schema.required ?? []).filter((name) => !(name in value)).map((name) => `${at}: ${name} is missing`);
  for (const [name, one] of Object.entries(value)) {
    const known = schema.properties?.[name];
    if (known) faults.push(...faultsOf(document, known, one, `${at}.${name}`));
    else if (schema.additionalProperties === false) faults.push(`${at}: ${name} is not in the schema`);
    else if (object(schema.additionalProperties)) faults.push(...faultsOf(document, schema.additionalProperties, one, `${at}.${name}`));
  }
  return faults;
}

// ---- bodies that fit, and bodies that do not ----

const patterns = { '^[A-Z0-9-]{1,20}$': 'N10005', '^[0-9]{6}$': '123456', '^[0-9]{4}-[0-9]{2}-[0-9]{2}$': '2031-05-01', '^0[1-9]$': '01', '^[0-9]{2}:[0-9]{2}$': '09:00', '^[0-9a-z]{26}$': '0'.repeat(26) };

export function sample(schema) {
  if (schema.enum) return schema.enum[0];
  const type = [schema.type].flat();
  if (type.includes('null')) return null;
  if (type[0] === 'object') return Object.fromEntries((schema.required ?? []).map((name) => [name, sample(schema.properties[name])]));
  if (type[0] === 'array') return [];
  if (type[0] === 'boolean') return false;
  if (type[0] === 'integer') return schema.minimum ?? 0;
  if (schema.pattern && !patterns[schema.pattern]) throw new Error(`no sample for ${schema.pattern}`);
  return patterns[schema.pattern] ?? 'words'.slice(0, schema.maxLength);
}

// [what, field, body]: each breaks one rule of one field of an object that fits otherwise. A file's rows are an array: none.
export function* misfits(schema) {
  const good = sample(schema);
  for (const name of schema.required ?? []) {
    const { [name]: _, ...rest } = good;
    yield [`without ${name}`, name, rest];
  }
  for (const [name, rule] of Object.entries(schema.properties ?? {})) {
    for (const [what, value, inside = ''] of bad(rule)) yield [`${name} ${what}`, name + inside, { ...good, [name]: value }];
  }
}

function* bad(rule) {
  const type = [rule.type].flat();
  yield ['of another type', type.includes('object') ? [] : { a: 1 }];
  yield ['as a number', type.includes('integer') ? 'seven' : 7];
  if (type.includes('string') && rule.enum) yield ['of no known value', 'zebra'];
  if (rule.pattern) yield ['against its pattern', '~ zebra'];
  if (rule.minLength > 0) yield ['empty', ''];
  if (rule.maxLength && rule.maxLength <= 20_000) yield ['too long', 'a'.repeat(rule.maxLength + 1)];
  if (type.includes('array')) {
    yield ['with too many', Array.from({ length: rule.maxItems + 1 }, () => sample(rule.items))];
    yield ['with a number inside', [7], '[0]'];
  }
}
