// Checks requests and answers against GitHub's own OpenAPI description.

import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';

interface Operation {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content?: Readonly<Record<string, { readonly schema: object }>>;
  };
  readonly responses: Readonly<Record<string, object>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: { readonly type?: string; readonly enum?: readonly unknown[]; readonly maximum?: number };
}

type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: object;
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
  };
};

const document = createRequire(import.meta.url)('@octokit/openapi/generated/api.github.com.json') as Document;
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: false });
ajv.addSchema({ $id: 'github', components: { schemas: toJsonSchema(document.components.schemas) } });
const compiled = new Map<string, ValidateFunction>();

export interface Route {
  /** As in the description: `/repos/{owner}/{repo}/commits`. */
  readonly path: string;
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string>>;
}

const ROUTES = Object.entries(document.paths).map(([path, item]) => ({
  path,
  item,
  pattern: new RegExp(
    `^${path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => `(?<${name.replaceAll('-', '_')}>[^/]+)`)}$`,
  ),
}));

/** The operation that a request is for; undefined where GitHub has none. */
export function findRoute(method: string, pathname: string): Route | undefined {
  for (const { path, item, pattern } of ROUTES) {
    const operation = item[method.toLowerCase()];
    const match = operation === undefined ? null : pattern.exec(pathname);
    if (match !== null && operation !== undefined) {
      const parameters = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
      return { path, operation, parameters: Object.fromEntries(parameters) };
    }
  }
  return undefined;
}

/** What is wrong with a request's query and body; undefined if nothing is. */
export function checkRequest(route: Route, query: URLSearchParams, body: unknown): string | undefined {
  const known = (route.operation.parameters ?? []).map(resolve);
  for (const [name, value] of query) {
    const parameter = known.find((candidate) => candidate.in === 'query' && candidate.name === name);
    if (parameter === undefined) return `unknown query parameter ${name}`;
    const schema = parameter.schema ?? {};
    if (schema.type === 'integer' && !/^\d+$/.test(value)) return `${name} is no integer`;
    if (schema.enum !== undefined && !schema.enum.includes(value))
      return `${name} is none of ${schema.enum.join(', ')}`;
    if (name === 'per_page' && Number(value) > 100) return 'per_page is over 100';
  }
  return checkBody(route, body);
}

function checkBody({ path, operation: { requestBody } }: Route, body: unknown): string | undefined {
  if (body === undefined && requestBody?.required !== true) return undefined;
  const schema = requestBody?.content?.['application/json']?.schema;
  return schema === undefined ? undefined : check(`${path} request ${JSON.stringify(schema).length}`, schema, body);
}

/** What is wrong with an answer; undefined if nothing is. */
export function checkAnswer(method: string, route: Route, status: number, body: unknown): string | undefined {
  const response = route.operation.responses[status];
  if (response === undefined) return status >= 400 ? undefined : `${route.path} never answers ${status}`;
  const content = (resolve(response) as { content?: Record<string, { schema?: object }> }).content;
  const schema = content?.['application/json']?.schema;
  return schema === undefined ? undefined : check(`${method} ${route.path} ${status}`, schema, body);
}

/** The first item of one of GitHub's own example lists. */
export function exampleItem(name: string): Record<string, unknown> {
  return Object.values(example(name))[0] as Record<string, unknown>;
}

/** One of GitHub's own examples, to be filled with the stand-in's values. */
export function example(name: string): Record<string, unknown> {
  const found = document.components.examples[name];
  if (found === undefined) throw new Error(`no example ${name}`);
  return structuredClone(found.value) as Record<string, unknown>;
}

function check(key: string, schema: object, value: unknown): string | undefined {
  const validate = compiled.get(key) ?? ajv.compile(qualify(toJsonSchema(schema)) as object);
  compiled.set(key, validate);
  if (validate(value)) return undefined;
  return validate.errors?.map((error) => `${error.instancePath} ${error.message}`).join('; ');
}

/** OpenAPI 3.0 says `nullable` where JSON Schema says that null is one of the possibilities. */
function toJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toJsonSchema);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name, toJsonSchema(value)]),
  );
  return nullable === true ? { anyOf: [{ type: 'null' }, rest] } : rest;
}

/** References inside the document become references into the registered one. */
function qualify(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"github#/components/'));
}

function resolve<T extends object>(item: T | { readonly $ref: string }): T {
  if (!('$ref' in item)) return item as T;
  const steps = item.$ref.replace('#/', '').split('/');
  return steps.reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], document) as T;
}
