import { Malformed } from './errors.ts';

/** A form of the Query protocol as nested members: `A.member.1.B=x` becomes `{ A: [{ B: 'x' }] }`. */
export type FormValue = string | FormValue[] | { [name: string]: FormValue };

interface Node {
  value: string | undefined;
  readonly members: Map<string, Node>;
}

function build(node: Node, path: string): FormValue {
  if (node.members.size === 0) return node.value ?? '';
  if (node.value !== undefined) throw new Malformed('MalformedInput', `${path} has two forms.`);
  const list = node.members.get('member');
  if (list !== undefined) {
    if (node.members.size > 1)
      throw new Malformed('MalformedInput', `${path} is list and structure.`);
    const indexes = [...list.members.keys()].map(Number).sort((a, b) => a - b);
    if (indexes.some((index, position) => index !== position + 1)) {
      throw new Malformed(
        'MalformedInput',
        `The list ${path} is not numbered from 1 without gaps.`,
      );
    }
    return indexes.map((index) => {
      const item = list.members.get(String(index));
      return item === undefined ? '' : build(item, `${path}.member.${index}`);
    });
  }
  return Object.fromEntries(
    [...node.members].map(([name, inner]) => [name, build(inner, `${path}.${name}`)]),
  );
}

/** Parses the whole body, `Action` and `Version` included. */
export function parseForm(body: string): Record<string, FormValue> {
  const root: Node = { value: undefined, members: new Map() };
  for (const [key, value] of new URLSearchParams(body)) {
    let node = root;
    for (const part of key.split('.')) {
      const next: Node = node.members.get(part) ?? { value: undefined, members: new Map() };
      node.members.set(part, next);
      node = next;
    }
    if (node.value !== undefined) throw new Malformed('MalformedInput', `${key} is sent twice.`);
    node.value = value;
  }
  return Object.fromEntries([...root.members].map(([name, node]) => [name, build(node, name)]));
}
